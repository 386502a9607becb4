'use strict';
// What finished() refuses.
const { finished } = require('node:stream');
const { attempt } = require('../_trace');

attempt('no stream', () => finished({}, () => {}));
attempt('a number', () => finished(5, () => {}));
