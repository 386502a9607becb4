'use strict';
// runStores() runs a function with each bound store's value, which what follows it has too.
const { trace } = require('../_trace');
const { AsyncLocalStorage } = require('node:async_hooks');
const dc = require('node:diagnostics_channel');

const one = new AsyncLocalStorage();
const two = new AsyncLocalStorage();
const channel = dc.channel('stores');
const show = (label, ...args) => trace(label, one.getStore(), two.getStore(), ...args);
trace(channel.runStores('alone', (...args) => args.length, undefined, 1, 2));
channel.bindStore(one);
channel.bindStore(two, (message) => `made of ${message}`);
trace(channel.hasSubscribers);
channel.subscribe((message) => show('message', message));
trace(channel.runStores('first', (...args) => {
  show('inside', ...args);
  process.nextTick(show, 'after');
  return 'result';
}, undefined, 'a', 'b'));
show('outside');
channel.bindStore(two, () => {
  throw new Error('of the transform');
});
channel.runStores('second', () => show('without'));
trace(channel.unbindStore(two), channel.unbindStore(two), channel.unbindStore(one));
channel.runStores('third', () => show('none'));
