'use strict';
// A lookup is a request.
const dns = require('node:dns');
const { trace } = require('../_trace');

const list = (when) => trace(when, process.getActiveResourcesInfo());
list('start');
dns.lookup('localhost', () => trace('found'));
dns.lookup('localhost', () => {});
list('looking up');
