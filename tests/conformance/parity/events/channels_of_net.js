// node: 26
'use strict';
// The channels of net: a client's socket, an accepted one, a server that listens, or fails to.
const { EventEmitter, fs, listen, net, path, trace } = require('../_trace');
const dc = require('node:diagnostics_channel');

const names = new Map();
const show = (event) => ({ socket, server, options, error }, name) => {
  const what = names.get(server) || (socket && (socket.connecting ? 'connecting' : 'socket'));
  trace(event || name, what, options === undefined ? '' : Object.keys(options).sort(), error || '');
};
dc.subscribe('net.client.socket', show());
dc.subscribe('net.server.socket', show());
const handlers = { start: show('start'), end: show('end'), asyncStart: show('asyncStart'), asyncEnd: show('asyncEnd'), error: show('error') };
dc.tracingChannel('net.server.listen').subscribe(handlers);

const create = (name, listener) => {
  const server = net.createServer(listener);
  names.set(server, name);
  server.on('listening', () => trace(name, 'listening'));
  server.on('error', (error) => trace(name, 'error', error));
  return server;
};

const first = create('first', (socket) => {
  trace('connection');
  socket.end();
});
first.listen(0, '127.0.0.1', () => {
  const { port } = first.address();
  trace('taken');
  const second = create('second');
  second.listen(port, '127.0.0.1');
  second.on('error', () => {
    const third = create('third');
    third.listen({ path: path('socket') }, () => {
      third.close();
      create('no directory').listen(path('none/socket')).on('error', () => {
        const again = create('again').listen({ port: 0, host: '127.0.0.1', backlog: 5 }, () => {
          try {
            again.listen(0);
          } catch (error) {
            trace('throws', error);
          }
          again.close();
          create('descriptor').listen({ fd: 10000 }).on('error', () => connect(port));
        });
      });
    });
  });
});

function connect(port) {
  trace('connects');
  const client = net.connect(port, '127.0.0.1', () => trace('connected'));
  client.resume();
  client.on('close', () => {
    const later = new net.Socket();
    trace('made');
    later.connect({ port, host: '127.0.0.1' });
    later.resume();
    later.on('close', () => {
      dc.tracingChannel('net.server.listen').unsubscribe(handlers);
      trace('quiet');
      create('quiet').listen(0, '127.0.0.1', function quiet() {
        this.close();
        first.close();
      });
    });
  });
}
