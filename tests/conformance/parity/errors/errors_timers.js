'use strict';
// What timers, immediates and ticks refuse.
const { attempt } = require('../_trace');

attempt('set_timeout', () => setTimeout(5));
attempt('set_interval', () => setInterval('x'));
attempt('set_immediate', () => setImmediate(5));
attempt('next_tick', () => process.nextTick(5));
attempt('clear', () => clearTimeout(undefined));
