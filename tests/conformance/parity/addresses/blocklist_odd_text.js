'use strict';
// Text that is no address of the family is not blocked.
const { net, trace } = require('../_trace');

const list = new net.BlockList();
list.addSubnet('0.0.0.0', 0);
list.addSubnet('::', 0, 'ipv6');
for (const text of ['', ' ', 'x', '1.2.3', '1.2.3.4.5', '1.2.3.256', ' 1.2.3.4', '1.2.3.4 ', '::1', '1.2.3.4:80',
                    '0x1.2.3.4', '01.2.3.4', '1.2.3.4', '0.0.0.0']) {
  trace(text, list.check(text), list.check(text, 'ipv6'));
}
for (const text of ['::', '::1', ':::', '[::1]', '::1/128', '::ffff:1.2.3.4', '::1 ', '12345::', 'FE80::1']) {
  trace(text, list.check(text), list.check(text, 'ipv6'), list.check(text, 'IPv6'));
}
