'use strict';
// end() on a destroyed socket.
const { pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'finish error close');
  served.resume();
  client.destroy();
  client.end((error) => trace('callback', error));
  client.once('close', () => client.end((error) => trace('after close', error)));
});
