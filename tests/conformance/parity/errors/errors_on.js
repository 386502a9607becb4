'use strict';
// What an emitter refuses for a listener.
const { EventEmitter, attempt, trace } = require('../_trace');

const emitter = new EventEmitter();
attempt('on', () => emitter.on('x', 5));
attempt('once', () => emitter.once('x', 'y'));
attempt('prepend', () => emitter.prependListener('x', {}));
attempt('off', () => emitter.off('x', 5));
trace(emitter.eventNames());
