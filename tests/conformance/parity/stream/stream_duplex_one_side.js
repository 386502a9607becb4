'use strict';
// A side that is turned off is over from the start.
const { Duplex } = require('node:stream');
const { trace, watch } = require('../_trace');

const write = (chunk, encoding, callback) => callback();
const reader = new Duplex({ writable: false, read() {}, write });
const writer = new Duplex({ readable: false, read() {}, write });
trace(reader.readable, reader.writable, writer.readable, writer.writable);
watch(reader, 'reader', 'end finish error close');
watch(writer, 'writer', 'end finish error close');
reader.resume();
reader.push(null);
writer.end('a');
