'use strict';
// A range has both its ends, and may be one address.
const { net, trace } = require('../_trace');

const list = new net.BlockList();
list.addRange('10.0.0.2', '10.0.0.10');
list.addRange('10.0.0.255', '10.0.1.0');
list.addRange('1.1.1.1', '1.1.1.1');
list.addRange('255.255.255.254', '255.255.255.255');
list.addRange('fe80::2', 'fe80::1:0', 'ipv6');
for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.10', '10.0.0.11', '10.0.0.254', '10.0.0.255',
                       '10.0.1.0', '10.0.1.1', '1.1.1.0', '1.1.1.1', '1.1.1.2', '255.255.255.253',
                       '255.255.255.254', '255.255.255.255', '0.0.0.0']) {
  trace(address, list.check(address));
}
for (const address of ['fe80::1', 'fe80::2', 'fe80::ffff', 'fe80::1:0', 'fe80::1:1', '::', '::a00:5']) {
  trace(address, list.check(address, 'ipv6'));
}
