'use strict';
// Timers and immediates are listed while they are referenced.
const { trace } = require('../_trace');

const list = () => trace(process.getActiveResourcesInfo());
list();
const timer = setTimeout(() => {}, 20000);
const interval = setInterval(() => {}, 20000);
const immediate = setImmediate(() => list());
setImmediate(() => {
  list();
  clearInterval(interval);
  list();
});
list();
timer.unref();
immediate.unref();
list();
immediate.ref();
clearTimeout(timer);
list();
