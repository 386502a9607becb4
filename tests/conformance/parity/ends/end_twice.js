'use strict';
// The second end() is no error; only its callback hears of it.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'finish error close');
  served.resume();
  client.resume();
  client.end('one', (error) => trace('first', error));
  client.end((error) => trace('second', error));
  client.end();
  client.on('finish', () => client.end((error) => trace('third', error)));
});
