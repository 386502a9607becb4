'use strict';
// What a BlockList refuses; the rules stay as they were.
const { attempt, net, trace } = require('../_trace');

const list = new net.BlockList();
for (const value of [5, null, [], true]) {
  attempt('address', () => list.addAddress(value));
  attempt('start', () => list.addRange(value, '1.1.1.1'));
  attempt('end', () => list.addRange('1.1.1.1', value));
  attempt('check', () => list.check(value));
}
for (const text of ['', 'x', '1.2.3', '::1', '1.2.3.4/8', ' 1.2.3.4', '01.2.3.4']) {
  attempt('address', () => list.addAddress(text));
  attempt('subnet', () => list.addSubnet(text, 8));
}
attempt('family', () => list.addAddress('1.2.3.4', 'ipv5'));
attempt('family', () => list.addAddress('1.2.3.4', 4));
attempt('family', () => list.addRange('1.2.3.4', '1.2.3.5', ''));
attempt('family', () => list.addSubnet('1.2.3.4', 8, 'ipv6'));
attempt('range', () => list.addRange('1.2.3.5', '1.2.3.4'));
attempt('range', () => list.addRange('::2', '::1', 'ipv6'));
attempt('range', () => list.addRange('1.2.3.4', '::1'));
for (const prefix of [-1, 33, 1.5, NaN, Infinity, '8', true]) {
  attempt('prefix', () => list.addSubnet('1.2.3.4', prefix));
}
attempt('prefix', () => list.addSubnet('::1', 129, 'ipv6'));
attempt('check', () => list.check('1.2.3.4', 4));
trace(list.rules.length);
