'use strict';
// A lookup under way keeps the program running, and is over before it ends.
const dns = require('node:dns');
const { trace } = require('../_trace');

const timer = setTimeout(() => trace('too late'), 60000);
timer.unref();
dns.lookup('localhost', { family: 4 }, (error, address) => {
  trace('first', error, address);
  dns.lookup('localhost', { family: 4, all: true }, (error, addresses) => trace('second', error, addresses.length > 0));
});
