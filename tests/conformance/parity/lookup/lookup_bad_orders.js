// node: 26
'use strict';
// Orders that are none.
const dns = require('node:dns');
const { attempt } = require('../_trace');

for (const order of ['ipv5first', 'IPv4first', '', 4, true, []]) {
  attempt('order', () => dns.lookup('localhost', { order }, () => {}));
}
