'use strict';
// A channel's subscribers, in their order, with its name; what is refused; what one raises.
const { attempt, trace } = require('../_trace');
const dc = require('node:diagnostics_channel');

const log = (label) => (message, name) => trace(label, message, name);
const one = log('one');
const two = log('two');
const channel = dc.channel('some');
trace(channel === dc.channel('some'), channel === dc.channel('other'), channel.name);
trace(channel.hasSubscribers, dc.hasSubscribers('some'), dc.hasSubscribers('never made'));
channel.publish('nobody');
channel.subscribe(one);
dc.subscribe('some', two);
dc.subscribe('some', one);
trace(channel.hasSubscribers, dc.hasSubscribers('some'));
channel.publish('all');
trace(channel.unsubscribe(one));
channel.publish('the first is off');
trace(dc.unsubscribe('some', two), dc.unsubscribe('some', two), dc.unsubscribe('never made', two));
channel.publish('one left');
trace(channel.unsubscribe(one), channel.unsubscribe(one), channel.hasSubscribers);
channel.publish('nobody');

channel.subscribe(() => {
  throw new Error('of the first');
});
channel.subscribe(two);
channel.subscribe(() => {
  throw new Error('of the third');
});
channel.publish('failing');
trace('published');
process.nextTick(() => trace('tick'));

const symbol = Symbol('symbol');
dc.subscribe(symbol, (message, name) => trace(message, name === symbol));
dc.channel(symbol).publish('of a symbol');
for (const odd of [undefined, null, 5, true, {}]) attempt('name', () => dc.channel(odd));
for (const odd of [undefined, 5, {}]) {
  attempt('subscription', () => dc.subscribe('never made', odd));
  attempt('no subscription', () => dc.unsubscribe('never made', odd));
}
