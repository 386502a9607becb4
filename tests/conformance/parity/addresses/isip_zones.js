'use strict';
// Which zones isIP takes.
const { net, trace } = require('../_trace');

for (const zone of ['', 'eth0', '1', 'a.b', 'a-b', 'a_b', 'a b', 'a%b', 'a:b', '\u00e9', 'x/y', '%', '0'.repeat(100)]) {
  for (const address of ['fe80::1', '::', '::ffff:1.2.3.4', '1.2.3.4']) {
    trace(address, zone.length, net.isIP(`${address}%${zone}`));
  }
}
