'use strict';
// Flowing is unset, then true, then false.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const state = (what) => trace(what, source.readableFlowing, source.isPaused());
state('new');
source.pause();
state('paused');
source.on('data', () => {});
state('listened to');
source.resume();
state('resumed');
const other = new Readable({ read() {} });
other.on('data', () => {});
trace(other.readableFlowing, other.isPaused());
other.on('readable', () => {});
trace(other.readableFlowing, other.isPaused());
