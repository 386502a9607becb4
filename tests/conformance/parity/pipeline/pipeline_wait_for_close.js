// node: 26
'use strict';
// With wait_for_close pipeline() calls back when all its streams are over, as newer Node does.
const { PassThrough, Readable, Transform, Writable, pipeline } = require('node:stream');
const { trace } = require('../_trace');

const slow = (name) => (error, callback) => setImmediate(() => { trace(name, 'destroyed', error); callback(error); });
const reader = (read) => new Readable({ read, destroy: slow('source') });
const writer = (write) => new Writable({ write, destroy: slow('sink') });
const well = (chunk, encoding, callback) => callback();
function whole() { this.push('a'); this.push(null); }
const cases = {
  'all well': () => [reader(whole), writer(well)],
  'the source fails': () => [reader(function() { this.destroy(new Error('broken')); }), new PassThrough({ destroy: slow('middle') }), writer(well)],
  'the middle fails': () => [reader(whole), new Transform({ transform(chunk, encoding, callback) { callback(new Error('broken')); }, destroy: slow('middle') }), writer(well)],
  'the sink fails': () => [reader(whole), writer((chunk, encoding, callback) => callback(new Error('broken')))],
  'the source is closed': () => { const source = reader(() => {}); setImmediate(() => source.destroy()); return [source, writer(well)]; },
  'the sink is closed': () => { const sink = writer(well); setImmediate(() => sink.destroy()); return [reader(() => {}), sink]; },
  'the last is read on': () => [reader(whole), new PassThrough({ destroy: slow('last') })],
};
const names = Object.keys(cases);
function next() {
  const name = names.shift();
  if (name === undefined) return abort();
  const streams = cases[name]();
  pipeline(...streams, (error) => {
    trace(name, error, ...streams.map((stream) => stream.destroyed && stream.closed));
    setTimeout(next, 5);
  });
}
function abort() {
  const controller = new AbortController();
  const { signal } = controller;
  const source = reader(() => {});
  const sink = writer(well);
  pipeline(source, sink, (error) => trace('plain', error));
  require('node:stream/promises').pipeline(reader(() => {}), writer(well), { signal }).catch((error) => trace('aborted', error));
  controller.abort();
  setImmediate(() => source.destroy(new Error('broken')));
}
next();
