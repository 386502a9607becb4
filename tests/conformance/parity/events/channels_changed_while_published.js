// node: 26
'use strict';
// What a subscriber subscribes, or takes back, counts from the next message on.
const { trace } = require('../_trace');
const dc = require('node:diagnostics_channel');

const channel = dc.channel('changing');
const last = (message) => trace('last', message);
const added = (message) => trace('added', message);
const changing = (message) => {
  trace('changing', message, channel.unsubscribe(changing), channel.unsubscribe(last));
  channel.subscribe(added);
};
channel.subscribe(changing);
channel.subscribe(last);
channel.publish(1);
channel.publish(2);
channel.unsubscribe(added);
const alone = (message) => trace('alone', message, channel.unsubscribe(alone), channel.hasSubscribers);
channel.subscribe(alone);
channel.publish(3);
channel.publish(4);
trace(channel.hasSubscribers);
