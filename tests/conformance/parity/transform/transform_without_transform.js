'use strict';
// A Transform without a transform function says so when it is written to.
const { Transform } = require('node:stream');
const { attempt, watch } = require('../_trace');

const t = new Transform();
watch(t, 't', 'error close');
attempt('write', () => t.write('a'));
