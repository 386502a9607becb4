'use strict';
// An exception out of a "close" listener: the other sockets still close.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.on('close', () => {
    trace('served');
    throw new Error('out of close');
  });
  client.on('close', () => trace('client'));
  client.destroy();
  served.destroy();
});
