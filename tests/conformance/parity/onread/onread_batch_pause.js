'use strict';
// Sockets of one poll that pause each other: who was paused reads after resume().
const { HOST, listen, net, trace, turns } = require('../_trace');

const clients = [];
const arrived = [];
const callback = (i) => (count, filled) => {
  trace(i, filled.subarray(0, count));
  clients[3 - i].pause();
};
const begin = () => {
  arrived.forEach((served, i) => served.write(`to ${i}`));
  turns(4, () => {
    clients.forEach((client, i) => {
      trace('resume', i, client.isPaused());
      client.resume();
    });
    turns(4, () => clients.forEach((client) => client.destroy()));
  });
};
const server = net.createServer((served) => {
  arrived.push(served);
  next();
});
const next = () => {
  if (clients.length !== arrived.length) return;
  if (clients.length === 4) {
    server.close();
    setImmediate(() => setImmediate(begin));
    return;
  }
  const onread = { buffer: Buffer.alloc(8), callback: callback(clients.length) };
  const client = net.connect({ port: server.address().port, host: HOST, onread }, () => {
    clients.push(client);
    next();
  });
};
listen(server, next);
