'use strict';
// Every call to a socket whose handle somebody has closed; what is written and read is an error.
const { HOST, listen, net, series, trace, watch } = require('../_trace');

const answer = (label) => (error) => trace(label, error);
const calls = {
  'write': (c) => trace(c.write('foo')),
  'write bytes': (c) => trace(c.write(Buffer.from('foo'))),
  'write nothing': (c) => trace(c.write('')),
  'write callback': (c) => trace(c.write('foo', answer('written'))),
  'corked': (c) => { c.cork(); c.write('a', answer('a')); c.write(Buffer.from('b'), answer('b')); c.uncork(); },
  'end': (c) => c.end(),
  'end data': (c) => c.end('x', answer('ended')),
  'end callback': (c) => c.end(answer('ended')),
  'destroySoon': (c) => c.destroySoon(),
  'no delay': (c) => c.setNoDelay(true),
  'keep alive': (c) => c.setKeepAlive(true, 1000),
  'ref': (c) => c.ref().unref().ref(),
  'timeout': (c) => c.setTimeout(60000),
  'address': (c) => trace(c.localAddress, c.localPort, c.localFamily, c.remoteAddress, c.remotePort),
  'counts': (c) => trace(c.bytesWritten, c.bytesRead, c.bufferSize, c.writableLength),
  'state': (c) => trace(c.pending, c.readyState, c.connecting, c.destroyed),
  'pause': (c) => c.pause(),
  'resume': (c) => c.resume(),
  'read': (c) => trace(c.read()),
  'data listener': (c) => c.on('data', () => trace('data')),
  'reset': (c) => c.resetAndDestroy(),
  'destroy': (c) => c.destroy(),
  'destroy error': (c) => c.destroy(new Error('mine')),
};

const server = net.createServer((served) => served.on('error', () => {}).resume());
listen(server, (port) => {
  series(Object.keys(calls), (name, next) => {
    trace('--', name);
    const client = net.connect(port, HOST);
    watch(client, 'client', 'end finish drain timeout error');
    client.on('connect', () => {
      client._handle.close();
      calls[name](client);
      setTimeout(() => {
        trace(client.destroyed, client.writable, client.readable, client.pending, client.readyState);
        client.destroy();
        next();
      }, 20);
    });
  }, () => server.close());
});
