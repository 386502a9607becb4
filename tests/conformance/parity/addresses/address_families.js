'use strict';
// Families that are none, of a SocketAddress and of a BlockList.
const { attempt, net, trace } = require('../_trace');

for (const family of [1, 0, 4, 6, 1.5, true, false, {}, [], ['ipv4'], 'test', '', 'ipv5', 'ipv6 ', 'inet']) {
  attempt('address', () => new net.SocketAddress({ family }));
  attempt('with a text', () => new net.SocketAddress({ address: '1.2.3.4', family }));
}
for (const family of ['ipv4', 'IPv4', 'IPV4', 'iPv4']) {
  trace(new net.SocketAddress({ address: '1.2.3.4', family }).family);
}
for (const family of ['ipv6', 'IPv6', 'IPV6']) trace(new net.SocketAddress({ family }).address);

const rules = new net.BlockList();
rules.addAddress('1.2.3.4');
for (const family of [4, true, false, {}, [], 'test', '', 'ipv5', 'ipv6', 'IPv4', 'IPV4', undefined]) {
  attempt('check', () => rules.check('1.2.3.4', family));
  attempt('add', () => rules.addAddress('1.2.3.4', family));
}
