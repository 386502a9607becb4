'use strict';
// What the JavaScript side of every scenario shares; `_trace.py` is its twin.
const EventEmitter = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const { join } = require('node:path');

const directory = process.env.PARITY_DIRECTORY;
const HOST = '127.0.0.1';
const VALUES = new Set(['readOnly', 'writeOnly']);

// The naming rule: Node's camelCase is snake_case, values stay as they are.
function snake(text) {
  return text.replace(/\b[a-z]+(?:[A-Z][a-z0-9]*)+\b/g, (word) =>
    (VALUES.has(word) ? word : word.replace(/[A-Z]/g, (letter) => '_' + letter.toLowerCase())));
}

const camel = (text) => text.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

function message(error) {
  let text = error.message;
  // Type names and values are written as the language writes them; the rest is compared.
  if (error.code === 'ERR_INVALID_ARG_TYPE') text = text.replace(/ must be.*/s, '');
  text = text.replace(/ Received .*/s, '').replace('undefined', 'None');
  return text.replaceAll(directory, 'PATH').replace(/(\d|\]|:):\d{4,5}\b/g, '$1:PORT');
}

function show(value) {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : value.replaceAll(directory, 'PATH');
  if (Buffer.isBuffer(value)) {
    return value.length > 60 ? `<${value.length} bytes>` : `<${value.toString('latin1')}>`;
  }
  if (value instanceof AggregateError) return `[AggregateError ${value.code}: ${value.errors.map(show).join(', ')}]`;
  if (value instanceof Error) return `[${value.code || 'Error'}: ${message(value)}]`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (value instanceof net.Socket) return 'socket';
  if (value.family && value.port) return `(${value.address} ${value.family} PORT)`;
  if (value.family) return `(${show(value.address)} ${value.family})`;
  if (typeof value === 'symbol') return value.description;
  return String(value);
}

function trace(...items) {
  fs.writeSync(1, snake(items.map(show).join(' ')) + '\n');
}

// Writes a line for each of these events of one object.
function watch(emitter, name, events = 'connect ready data end error close') {
  for (const event of events.split(' ')) {
    emitter.on(camel(event), (...args) => trace(name, event, ...args));
  }
}

// Writes a line for all that happens to a client while it connects; a port of the system's is PORT.
// The events of attempts are newer than v18: they are there in a scenario that names a newer Node.
function follow(client, name = 'client') {
  const attempts = 'connection_attempt connection_attempt_failed connection_attempt_timeout ';
  const events = `lookup ${process.env.PARITY_NODE === '18' ? '' : attempts}connect ready timeout error close`;
  for (const event of events.split(' ')) {
    client.on(camel(event), (...args) =>
      trace(name, event, ...args.map((value) => (value > 1023 ? 'PORT' : value))));
  }
  return client;
}

// A lookup function that answers at once.
function answers(...answer) {
  return (hostname, options, callback) => callback(...answer);
}

// A lookup function that answers at once with several [address, family], each of which then has
// all the time it needs.
function finds(...found) {
  net.setDefaultAutoSelectFamilyAttemptTimeout(60000);
  return answers(null, found.map(([address, family]) => ({ address, family })));
}

// Calls `step(item, next)` for each item, the next one when `next` is called; then `after()`.
function series(items, step, after = () => {}) {
  const [item, ...rest] = items;
  if (items.length === 0) after();
  else step(item, () => series(rest, step, after));
}

// What a call returns or throws: kind of error as API.md has it, code, message.
function attempt(label, call) {
  try {
    trace(label, 'gives', call());
  } catch (error) {
    let kind = 'StateError';
    if (error instanceof RangeError) kind = 'ValueError';
    if (error instanceof TypeError) kind = 'TypeError';
    if (/^ERR_(INVALID_ARG_VALUE|INVALID_ADDRESS|INVALID_IP_ADDRESS|UNKNOWN_ENCODING)$/.test(error.code)) kind = 'ValueError';
    trace(label, 'throws', kind, error);
  }
}

// Calls `body(port)` once the server listens.
function listen(server, body) {
  server.listen(0, HOST, () => body(server.address().port));
}

// Calls `body(client, served, server)` in a check phase, with both ends of one connection open.
// The server is closed by then, so the program ends with the connection.
function pair(body, options = {}) {
  const ends = {};
  const arrived = (name) => (socket) => {
    ends[name] = socket;
    if (ends.client && ends.served) {
      setImmediate(() => {
        if (!options.stay) server.close();
        body(ends.client, ends.served, server);
      });
    }
  };
  const server = net.createServer(options.server || {}, arrived('served'));
  const connect = (where) => {
    const client = net.connect({ ...where, ...options.client }, () => arrived('client')(client));
  };
  if (options.pathName) server.listen(path(options.pathName), () => connect({ path: path(options.pathName) }));
  else listen(server, (port) => connect({ port, host: HOST }));
}

// Calls `body(clients, served)` in a check phase, with `count` connections open, both lists in the
// same order. What the clients then write is there for one poll to find.
function crowd(count, body, pathName) {
  const clients = [];
  const served = [];
  const server = net.createServer((socket) => {
    served.push(socket);
    next();
  });
  const next = () => {
    if (clients.length !== served.length) return;
    if (clients.length === count) {
      server.close();
      setImmediate(() => setImmediate(() => body(clients, served)));
    } else {
      const where = pathName ? { path: path(pathName) } : { port: server.address().port, host: HOST };
      const client = net.connect(where, () => {
        clients.push(client);
        next();
      });
    }
  };
  if (pathName) server.listen(path(pathName), next);
  else server.listen(0, HOST, next);
}

// Calls `body` in the first check phase in which `condition()` holds.
function eventually(condition, body) {
  setImmediate(() => (condition() ? body() : eventually(condition, body)));
}

// Calls `body` after this many turns of the loop.
function turns(count, body) {
  setImmediate(() => (count > 1 ? turns(count - 1, body) : body()));
}

// A path of this scenario's own.
function path(name) {
  return join(directory, name);
}

process.on('uncaughtException', (error) => trace('uncaught', error));
process.on('exit', () => trace('exit'));

module.exports = {
  EventEmitter, HOST, answers, attempt, crowd, eventually, finds, follow, fs, listen, net, pair, path, series, trace,
  turns, watch,
};
