'use strict';
// A SocketAddress gives its address in the shortest form.
const { net, trace } = require('../_trace');

const TEXTS = ['0:0:0:0:0:0:0:0', '0:0:0:0:0:0:0:1', '::FFFF:AB', '1:0:0:2:0:0:0:3', '1:0:2:3:4:5:6:7', '1::0:0:2',
               '::1.2.3.4', '::ffff:1.2.3.4', '::ffff:102:304', '::102:304', '::ffff:0:1.2.3.4', '64:ff9b::1.2.3.4',
               '::ffff:0', '::ffff:1:0', '0001:002:03:4::', 'fe80::1%lo', 'fe80::1%1', '1:0:0:0:2:0:0:0', '::1:0',
               '0:1:0:1:0:1:0:1', '1:0:0:1:0:0:1:0'];
for (const address of TEXTS) trace(address, new net.SocketAddress({ address, family: 'ipv6' }).address);
