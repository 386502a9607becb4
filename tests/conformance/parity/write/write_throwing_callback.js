'use strict';
// An exception out of a write callback comes out; the next callback is still called.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  served.resume();
  client.write('one', () => {
    trace('one');
    throw new Error('out of one');
  });
  client.write('two', () => trace('two'));
  watch(client, 'client', 'finish close');
  client.resume();
  client.end();
});
