'use strict';
// The methods that give the socket itself: before it connects, while it does, after its end.
const { HOST, attempt, listen, net, trace } = require('../_trace');

function chains(step, s) {
  trace(step);
  attempt('set_no_delay', () => s.setNoDelay() === s);
  attempt('set_keep_alive', () => s.setKeepAlive(true, 1000) === s);
  attempt('set_timeout', () => s.setTimeout(1000) === s);
  attempt('set_timeout', () => s.setTimeout(0, () => {}) === s);
  attempt('ref', () => s.ref() === s);
  attempt('unref', () => s.unref() === s);
  attempt('pause', () => s.pause() === s);
  attempt('resume', () => s.resume() === s);
  attempt('is_paused', () => s.isPaused());
  attempt('set_encoding', () => s.setEncoding('utf8') === s);
  attempt('set_default_encoding', () => s.setDefaultEncoding('utf8') === s);
  attempt('set_max_listeners', () => s.setMaxListeners(20) === s);
  attempt('off', () => s.off('data', () => {}) === s);
  attempt('unpipe', () => s.unpipe() === s);
  s.ref();
}

const server = net.createServer((served) => {
  server.close();
  served.end();
  served.resume();
});
listen(server, (port) => {
  const client = new net.Socket();
  chains('new', client);
  attempt('connect', () => client.connect(port, HOST) === client);
  chains('connecting', client);
  client.on('connect', () => {
    chains('connect', client);
    attempt('end', () => client.end() === client);
    attempt('end again', () => client.end() === client);
  });
  client.on('close', () => {
    chains('close', client);
    attempt('destroy', () => client.destroy() === client);
    attempt('reset', () => client.resetAndDestroy() === client);
    attempt('destroy_soon', () => client.destroySoon());
    attempt('address', () => Object.keys(client.address() || {}).length);
  });
});
