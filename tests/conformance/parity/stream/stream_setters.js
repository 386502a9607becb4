'use strict';
// destroyed, readable, writable and readableFlowing may be set: nothing else happens by that.
const { Duplex, Readable, Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const all = (stream) => trace(stream.destroyed, stream.closed, stream.readable, stream.readableAborted, stream.writable, stream.push ? null : stream.writableAborted);
const makes = [
  () => new Readable({ read() {} }),
  () => new Writable({ write(chunk, encoding, callback) { trace('write', chunk); callback(); } }),
  () => new Duplex({ read() {}, write(chunk, encoding, callback) { trace('write', chunk); callback(); } }),
];
for (const make of makes) {
  for (const [name, value] of [['destroyed', true], ['readable', false], ['writable', false], ['readableFlowing', true], ['readableFlowing', false]]) {
    const stream = make();
    if (!(name in stream)) continue;
    watch(stream, name, 'data end finish error close');
    stream[name] = value;
    trace(name, stream[name], value);
    all(stream);
    if (stream.push) trace('push', stream.push('a'), stream.read());
    if (stream.write) stream.write('b', (error) => trace('written', error));
    stream[name] = name === 'readableFlowing' ? null : !value;
    all(stream);
    if (stream.push) stream.push(null);
    if (stream.end) stream.end();
    if (stream.resume) stream.resume();
    if (name === 'destroyed') stream.destroyed = true;
    stream.destroy();
  }
}
