'use strict';
// A listener added inside "new_listener" comes before the one being added.
const { EventEmitter, trace } = require('../_trace');

const emitter = new EventEmitter();
emitter.once('newListener', (event) => emitter.on(event, () => trace('inner')));
emitter.on('x', () => trace('outer'));
emitter.emit('x');
