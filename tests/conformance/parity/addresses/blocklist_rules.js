'use strict';
// The rules as text, the newest first, with addresses in their shortest form.
const { net, trace } = require('../_trace');

const list = new net.BlockList();
trace(list.rules.length);
list.addAddress('123.123.123.123');
list.addRange('10.0.0.1', '10.0.0.10');
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
list.addAddress('0:0:0:0:0:0:0:00F1', 'IPv6');
list.addAddress('::FFFF:1.2.3.4', 'ipv6');
list.addRange('1::', '1:0:0:2:0:0:0:3', 'ipv6');
list.addSubnet('10.1.2.3', 8);
list.addAddress('10.1.2.3');
for (const rule of list.rules) trace(rule);
