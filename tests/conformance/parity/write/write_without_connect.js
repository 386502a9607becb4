'use strict';
// A write on a socket that never was to connect.
const { net, trace, turns, watch } = require('../_trace');

const client = new net.Socket();
watch(client, 'client', 'error close');
client.write('lost', (error) => trace('callback', error));
turns(3, () => {
  trace(client.destroyed, client.bytesWritten);
  client.destroy();
});
