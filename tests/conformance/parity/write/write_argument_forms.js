'use strict';
// write(data, None, callback), write(data, callback), end(callback), end(data, None, callback).
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.resume();
  client.write('a', undefined, () => trace('one'));
  client.write('b', null, () => trace('two'));
  client.write('c', () => trace('three'));
  client.end('d', undefined, () => trace('four'));
});
