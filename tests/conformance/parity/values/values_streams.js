'use strict';
// What a Readable, a Writable, a Duplex and a Transform say of themselves, by their options.
const { Duplex, PassThrough, Readable, Writable } = require('node:stream');
const { BOTH, READABLE, WRITABLE, values } = require('../_values');

const read = () => {};
const write = (chunk, encoding, callback) => callback();
values('readable', new Readable({ read }), READABLE, BOTH);
values('objects', new Readable({ read, objectMode: true, encoding: 'utf8' }), READABLE, BOTH);
values('marked', new Readable({ read, highWaterMark: 0, encoding: 'utf8' }), READABLE);
values('one chunk', new Readable({ read, objectMode: true, highWaterMark: 1 }), READABLE);
values('writable', new Writable({ write }), WRITABLE, BOTH);
values('write objects', new Writable({ write, objectMode: true }), WRITABLE, BOTH);
values('write marked', new Writable({ write, highWaterMark: 5 }), WRITABLE, BOTH);
values('duplex', new Duplex({ read, write }), READABLE, WRITABLE, BOTH, 'allow_half_open');
values('sides', new Duplex({
  read, write, readableObjectMode: true, writableHighWaterMark: 7, allowHalfOpen: false,
}), READABLE, WRITABLE, 'allow_half_open');
values('unreadable', new Duplex({ read, write, readable: false }), READABLE, WRITABLE, 'allow_half_open');
values('unwritable', new Duplex({ read, write, writable: false }), READABLE, WRITABLE, 'allow_half_open');
values('pass', new PassThrough({ objectMode: true, highWaterMark: 3 }), READABLE, WRITABLE);
values('pass sides', new PassThrough({ readableHighWaterMark: 0, writableObjectMode: true }), READABLE, WRITABLE);
