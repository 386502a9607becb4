'use strict';
// A signal warns of its eleventh listener, whoever adds it, once; again after setMaxListeners().
const { EventEmitter: events, net, trace } = require('../_trace');
const { Readable } = require('node:stream');

process.removeAllListeners('warning');
const seen = new Map();
process.on('warning', (w) => trace(seen.get(w.target), w.name, w.type, w.count, w.emitter, w.message));
const made = (name, count, add) => {
  const { signal } = new AbortController();
  seen.set(signal, name);
  for (let index = 0; index < count; index += 1) add(signal);
  return signal;
};
const listen = (signal) => signal.addEventListener('abort', () => {});

made('ten', 10, listen);
made('listeners', 13, listen);
made('one twice', 30, (signal) => signal.addEventListener('abort', trace));
made('sockets', 11, (signal) => new net.Socket({ signal }));
made('streams', 11, (signal) => new Readable({ signal, read() {} }));
const handler = made('onabort', 10, listen);
handler.onabort = () => {};
const limited = made('limited', 1, listen);
events.setMaxListeners(1, limited);
listen(limited);
listen(limited);
events.setMaxListeners(2, limited);
listen(limited);
events.setMaxListeners(0, limited);
listen(limited);
