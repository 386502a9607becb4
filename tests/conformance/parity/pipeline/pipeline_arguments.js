'use strict';
// What pipeline() refuses.
const { PassThrough, pipeline } = require('node:stream');
const { attempt } = require('../_trace');

const a = new PassThrough();
attempt('one stream', () => pipeline(a, () => {}) && 'nothing');
