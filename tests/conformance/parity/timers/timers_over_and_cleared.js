'use strict';
// A timer that is cleared cannot be refreshed; one that had come can, and holds the loop.
const { trace } = require('../_trace');

const count = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const never = setTimeout(() => trace('never'), 5);
clearTimeout(never);
trace(never.refresh() === never, count(), never.hasRef());
const over = setTimeout(() => trace('over'), 1);
const own = setTimeout(() => {
  clearTimeout(own);
  own.refresh();
  trace('cleared by itself', count());
}, 2);
setTimeout(() => {
  trace('before', count());
  over.refresh();
  trace('refreshed', count());
  clearTimeout(over);
  over.refresh();
  trace('cleared', count());
  own.refresh();
}, 20);
setTimeout(() => {
  const again = setTimeout(() => trace('once'), 1);
  setTimeout(() => {
    clearTimeout(again);
    again.refresh();
    trace('cleared after it came', count(), again.hasRef());
    clearTimeout(again);
    trace('cleared twice', count());
    again.unref();
    trace(again.hasRef(), count());
  }, 10);
}, 40);
