'use strict';
// write() of what is no chunk, of nothing, with encodings right and wrong, in each mode.
const { Writable } = require('node:stream');
const { attempt, trace } = require('../_trace');

function sink(name, options = {}) {
  const stream = new Writable({
    ...options,
    write(chunk, encoding, callback) {
      trace(name, chunk, encoding);
      callback();
    },
  });
  stream.on('error', (error) => trace(name, 'error', error));
  return stream;
}
for (const [name, options] of [['bytes', {}], ['kept', { decodeStrings: false }], ['objects', { objectMode: true }]]) {
  const stream = sink(name, options);
  attempt('text', () => stream.write('é', 'latin1'));
  attempt('empty', () => stream.write(''));
  attempt('no bytes', () => stream.write(Buffer.alloc(0)));
  attempt('bytes', () => stream.write(Buffer.from('b'), 'hex'));
  attempt('hex', () => stream.write('6162', 'hex'));
  attempt('null', () => stream.write(null));
  attempt('number', () => stream.write(5));
  attempt('list', () => stream.write([]));
  attempt('unknown', () => stream.write('x', 'morse'));
  trace(stream.writableLength, stream.destroyed);
}
