'use strict';
// Rules on IPv4 hold for the IPv4-mapped IPv6 addresses, and the other way round.
const { net, trace } = require('../_trace');

const list = new net.BlockList();
list.addAddress('1.1.1.1');
list.addAddress('::ffff:2.2.2.2', 'ipv6');
list.addRange('3.0.0.0', '3.0.0.9');
list.addRange('::ffff:4.0.0.0', '::ffff:4.0.0.9', 'ipv6');
list.addSubnet('5.0.0.0', 8);
list.addSubnet('::ffff:6.0.0.0', 104, 'ipv6');
for (const address of ['1.1.1.1', '2.2.2.2', '3.0.0.5', '4.0.0.5', '5.5.5.5', '6.6.6.6', '7.7.7.7']) {
  trace(address, list.check(address), list.check(`::ffff:${address}`, 'ipv6'),
        list.check(`::${address}`, 'ipv6'), list.check(`::fffe:${address}`, 'ipv6'));
}
