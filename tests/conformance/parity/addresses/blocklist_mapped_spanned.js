'use strict';
// A range of IPv6 around the mapped addresses blocks no IPv4 address; a subnet does.
const { net, trace } = require('../_trace');

const rules = {
  around: (list) => list.addRange('::', 'ffff::', 'ipv6'),
  into: (list) => list.addRange('::1', '::ffff:9.9.9.9', 'ipv6'),
  'out of': (list) => list.addRange('::ffff:0.0.0.0', '::1:0:0:0', 'ipv6'),
  within: (list) => list.addRange('::ffff:0.0.0.0', '::ffff:255.255.255.255', 'ipv6'),
  all: (list) => list.addSubnet('::', 0, 'ipv6'),
  most: (list) => list.addSubnet('::', 80, 'ipv6'),
  none: (list) => list.addSubnet('fe80::', 10, 'ipv6'),
};
for (const [name, add] of Object.entries(rules)) {
  const list = new net.BlockList();
  add(list);
  trace(name, list.check('1.2.3.4'), list.check('::ffff:1.2.3.4', 'ipv6'));
}
