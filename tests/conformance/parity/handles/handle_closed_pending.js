'use strict';
// What a socket waited for when somebody closed its handle: writes, an end, a timeout.
const { HOST, listen, net, series, trace, watch } = require('../_trace');

const answer = (label) => (error) => trace(label, error);
const much = Buffer.alloc(32 << 20);
const cases = {
  'a write': (c) => c.write(much, answer('written')),
  'writes': (c) => { c.write(much, answer('first')); c.write('more', answer('second')); },
  'a write and an end': (c) => { c.write(much, answer('written')); c.end(answer('ended')); },
  'an end': (c) => c.end(answer('ended')),
  'a timeout': (c) => c.setTimeout(10),
};

const kept = [];
const server = net.createServer({ pauseOnConnect: true }, (served) => kept.push(served.on('error', () => {})));
listen(server, (port) => series(Object.keys(cases), (name, next) => {
  trace('--', name);
  const client = net.connect(port, HOST);
  watch(client, 'client', 'end finish drain timeout error');
  client.on('connect', () => {
    client.pause();
    cases[name](client);
    client._handle.close();
    setTimeout(() => {
      trace(client.destroyed, client.writableLength, client.pending);
      client.destroy();
      next();
    }, 50);
  });
}, () => {
  server.close();
  for (const served of kept) served.destroy();
}));
