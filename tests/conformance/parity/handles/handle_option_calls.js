'use strict';
// Calls of no_delay and keep_alive reach the handle where they change something, and when.
const { HOST, listen, net, trace } = require('../_trace');

// Writes a line for each call that reaches this handle.
function spy(handle, name) {
  for (const method of ['setNoDelay', 'setKeepAlive']) {
    const real = handle[method];
    handle[method] = (...args) => {
      trace(name, method, args.map(Number).join(' '));
      return real.apply(handle, args);
    };
  }
}

function calls(socket, name) {
  for (const on of [false, true, true, undefined, false, 0, 1]) {
    trace(name, 'no delay', on === undefined ? 'default' : Number(on));
    socket.setNoDelay(on);
  }
  for (const [on, delay] of [[false, 0], [false, 1000], [true, 0], [true, 999], [true, 1000], [true, 1999],
                             [true, 2000], [false, 3000], [true, 3000], [true, 3000], [false, 0], [true, 0]]) {
    trace(name, 'keep alive', Number(on), delay);
    socket.setKeepAlive(on, delay);
  }
}

const plain = { noDelay: false };
const given = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 2500 };
let left = 2;
for (const [name, options] of [['plain', plain], ['given', given]]) {
  const server = net.createServer(options, (served) => {
    setTimeout(() => {
      spy(served._handle, `${name} served`);
      calls(served, `${name} served`);
      served.end();
    }, 50 * left--);
  });
  listen(server, (port) => {
    const client = net.connect({ port, host: HOST, ...options });
    spy(client._handle, `${name} client`);
    client.setNoDelay(true).setKeepAlive(true, 2000);
    trace(`${name} client called`);
    client.on('connect', () => {
      trace(`${name} client connect`);
      calls(client, `${name} client`);
    });
    client.on('close', () => server.close()).resume();
  });
}
