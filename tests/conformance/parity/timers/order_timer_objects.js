'use strict';
// has_ref, unref, ref, refresh and close of a timer.
const { trace } = require('../_trace');

const timer = setTimeout(() => trace('timer'), 300);
trace(timer.hasRef());
trace(timer.unref() === timer, timer.hasRef());
trace(timer.ref() === timer, timer.hasRef());
trace(timer.refresh() === timer);
const closed = setTimeout(() => trace('never'), 1);
trace(closed.close() === closed);
setTimeout(() => trace('never'), 5000).unref();
let again = 1;
const repeated = setTimeout(() => {
  trace('fired');
  if (again-- > 0) repeated.refresh();
}, 5);
