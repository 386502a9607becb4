'use strict';
// A SocketAddress stands for an address and its family, its port does not matter.
const { net, trace } = require('../_trace');

const make = (address, family, port) => new net.SocketAddress({ address, family, port });
const list = new net.BlockList();
list.addAddress(make('1.1.1.1', 'ipv4', 80));
list.addRange(make('::9', 'ipv6'), make('::20', 'ipv6'));
list.addRange('10.0.0.1', make('10.0.0.9', 'ipv4'));
list.addSubnet(make('9.9.9.9', 'ipv4'), 24, 'ipv6');
trace(list.check(make('1.1.1.1', 'ipv4', 81), 'ipv6'), list.check('1.1.1.1'));
trace(list.check(make('::15', 'ipv6')), list.check(make('::21', 'ipv6')), list.check('10.0.0.5'));
trace(list.check(make('9.9.9.1', 'ipv4')), list.check('::9.9.9.1', 'ipv6'));
for (const rule of list.rules) trace(rule);
