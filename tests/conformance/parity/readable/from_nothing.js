'use strict';
// What Readable.from() refuses.
const { Readable } = require('node:stream');
const { attempt } = require('../_trace');

attempt('a number', () => Readable.from(5));
attempt('nothing', () => Readable.from(null));
