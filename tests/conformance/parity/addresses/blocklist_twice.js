// node: 26
'use strict';
// An address that is added again stays one rule, however it is written.
const { net, trace } = require('../_trace');

const list = new net.BlockList();
const show = () => trace([...list.rules].sort());
list.addAddress('1.2.3.4');
list.addAddress('1.2.3.5');
list.addAddress('1.2.3.4');
show();
list.addAddress(new net.SocketAddress({ address: '1.2.3.4', port: 80 }));
show();
list.addAddress('::1', 'ipv6');
list.addAddress('0:0::1', 'IPv6');
list.addAddress('fe80::1%lo', 'ipv6');
list.addAddress('fe80::1', 'ipv6');
show();
list.addAddress('::ffff:1.2.3.4', 'ipv6');
show();
list.fromJSON(['Address: IPv4 9.9.9.9', 'Address: IPv4 9.9.9.9', 'Address: IPv4 1.2.3.5']);
show();
for (const address of ['1.2.3.4', '1.2.3.5', '9.9.9.9', '1.2.3.6']) trace(list.check(address));
