'use strict';
// Data in other encodings; base64 keeps what does not fill a group.
const { pair, watch } = require('../_trace');

pair((client, served) => {
  served.setEncoding('hex');
  client.setEncoding('base64');
  watch(served, 'served', 'data end');
  watch(client, 'client', 'data end');
  served.on('data', () => served.end('12345'));
  client.end(Buffer.from([0, 1, 254, 255]));
});
