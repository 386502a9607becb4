'use strict';
// An error from _final goes to the callback of end(); there is no finish.
const { Writable } = require('node:stream');
const { trace, watch } = require('../_trace');

const sink = new Writable({ write() {}, final(callback) { callback(new Error('broken')); } });
watch(sink, 'sink', 'prefinish finish error close');
sink.end((error) => trace('ended', error));
trace(sink.destroyed);
const thrower = new Writable({ write() {}, final() { throw new Error('thrown'); } });
watch(thrower, 'thrower', 'prefinish finish error close');
thrower.end();
