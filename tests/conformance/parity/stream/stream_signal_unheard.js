'use strict';
// The AbortError of a signal needs no listener of its own.
const { Readable } = require('node:stream');
const { attempt, watch } = require('../_trace');

const controller = new AbortController();
const source = new Readable({ signal: controller.signal, read() {} });
watch(source, 'source', 'end close');
controller.abort();
attempt('no signal', () => new Readable({ signal: 3 }).readable);
