'use strict';
// An "error" without a listener throws its error, or one made for it.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
const emit = (label, ...args) => {
  try {
    emitter.emit('error', ...args);
    trace(label, 'came');
  } catch (error) {
    trace(label, error);
  }
};
emit('error', new Error('boom'));
emit('number', 5);
emit('nothing');
emitter.on('error', () => {});
emit('came', new Error('boom'));
