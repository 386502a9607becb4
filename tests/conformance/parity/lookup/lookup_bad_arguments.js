'use strict';
// A name that is no text, a callback that cannot be called.
const dns = require('node:dns');
const { attempt } = require('../_trace');

for (const name of [5, true, [], ['localhost']]) attempt('name', () => dns.lookup(name, () => {}));
attempt('callback', () => dns.lookup('localhost', {}, 5));
attempt('callback text', () => dns.lookup('localhost', {}, 'text'));
attempt('callback of a literal', () => dns.lookup('127.0.0.1', {}, 5));
