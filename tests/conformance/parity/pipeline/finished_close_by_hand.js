'use strict';
// A close that was emitted by hand is early only where something is left to read or to write.
const { Duplex, Readable, Writable, finished, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const reader = () => new Readable({ read() {} });
const writer = () => new Writable({ write(chunk, encoding, callback) { setImmediate(callback); } });
const both = () => new Duplex({ read() {}, write(chunk, encoding, callback) { setImmediate(callback); } });
const cases = [
  ['read to the end', reader, {}, (s) => { s.push(null); s.emit('close'); s.resume(); }],
  ['something to read', reader, {}, (s) => { s.push('a'); s.push(null); s.emit('close'); s.resume(); }],
  ['before its end', reader, {}, (s) => { s.emit('close'); s.push(null); s.resume(); }],
  ['written to the end', writer, {}, (s) => { s.end(); s.emit('close'); }],
  ['something to write', writer, {}, (s) => { s.end('a'); s.emit('close'); }],
  ['not ended', writer, {}, (s) => { s.emit('close'); }],
  ['both', both, {}, (s) => { s.push(null); s.end(); s.emit('close'); }],
  ['one of both', both, {}, (s) => { s.push(null); s.emit('close'); }],
  ['read alone', both, { writable: false }, (s) => { s.push(null); s.emit('close'); }],
  ['write alone', both, { readable: false }, (s) => { s.end(); s.emit('close'); }],
  ['with an error', reader, {}, (s) => { s.on('error', () => {}); s.push(null); s.destroy(new Error('broken')); s.emit('close'); }],
];
for (const [name, make, options, step] of cases) {
  const stream = make();
  finished(stream, options, (error) => trace(name, error));
  step(stream);
  trace('after', name);
}
for (const end of [true, false]) {
  const source = reader();
  pipeline(source, writer(), (error) => trace('pipeline', end, error));
  source.push('a');
  if (end) source.push(null);
  source.emit('close');
  const target = writer();
  const other = reader();
  pipeline(other, target, (error) => trace('target', end, error));
  if (end) other.push(null);
  target.emit('close');
}
