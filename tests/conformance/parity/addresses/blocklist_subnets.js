'use strict';
// Subnets of every length, also of a net that is no first address.
const { net, trace } = require('../_trace');

for (const prefix of [0, 1, 7, 8, 9, 15, 16, 23, 24, 25, 31, 32]) {
  const list = new net.BlockList();
  list.addSubnet('10.129.3.77', prefix);
  trace(prefix, ['10.129.3.77', '10.129.3.76', '10.129.3.1', '10.129.2.1', '10.128.0.1', '10.0.0.1',
                 '11.0.0.1', '127.0.0.1', '128.0.0.0'].map((address) => list.check(address)));
}
for (const prefix of [0, 1, 10, 63, 64, 65, 95, 96, 97, 127, 128]) {
  const list = new net.BlockList();
  list.addSubnet('fe80::8000:1', prefix, 'ipv6');
  trace(prefix, ['fe80::8000:1', 'fe80::8000:0', 'fe80::', 'fe80::1:0:0', 'febf::', 'fec0::', '7fff::',
                 '::ffff:1.2.3.4'].map((address) => list.check(address, 'ipv6')));
}
