'use strict';
// A high-water mark is a whole number, not negative.
const { Duplex, Readable, Writable } = require('node:stream');
const { attempt } = require('../_trace');

attempt('negative', () => new Readable({ highWaterMark: -1 }).readable);
attempt('fraction', () => new Writable({ highWaterMark: 1.5 }).writable);
attempt('text', () => new Readable({ highWaterMark: 'x' }).readable);
attempt('both sides', () => new Duplex({ highWaterMark: -1 }).readable);
attempt('one side', () => new Duplex({ writableHighWaterMark: -1 }).readable);
attempt('zero', () => new Readable({ highWaterMark: 0 }).readableHighWaterMark);
