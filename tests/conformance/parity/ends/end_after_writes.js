'use strict';
// end() comes after everything written, callbacks in order.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  served.setEncoding('utf8');
  let all = '';
  served.on('data', (data) => { all += data; });
  served.on('end', () => trace('all', all));
  watch(client, 'client', 'finish close');
  client.resume();
  client.write('one ', () => trace('one'));
  client.write('two ', () => trace('two'));
  client.end('three', () => trace('three'));
});
