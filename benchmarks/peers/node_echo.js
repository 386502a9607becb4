'use strict';
// Echo with Node's net and a "data" listener.
const net = require('node:net');

const server = net.createServer({ noDelay: true }, (s) => {
  s.on('data', (d) => s.write(d));
});
server.listen(0, '127.0.0.1', 4096, () => console.log('PORT', server.address().port));
