'use strict';
// listenerCount() of one listener, with what once() made of it, and the function of that name.
const { EventEmitter, trace } = require('../_trace');

const e = new EventEmitter();
const one = () => {};
const two = () => {};
trace(e.listenerCount('x', one));
e.on('x', one);
trace(e.listenerCount('x', one), e.listenerCount('x', two));
e.once('x', two);
e.once('x', one);
e.on('x', one);
trace(e.listenerCount('x'), e.listenerCount('x', one), e.listenerCount('x', two), e.listenerCount('y', one));
trace(e.listenerCount('x', e.rawListeners('x')[1]), e.listenerCount('x', null), e.listenerCount('x', undefined));
trace(EventEmitter.listenerCount(e, 'x'), EventEmitter.listenerCount(e, 'y'));
e.emit('x');
trace(e.listenerCount('x', one), e.listenerCount('x', two));
