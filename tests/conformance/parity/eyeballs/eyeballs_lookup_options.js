'use strict';
// What a lookup is asked for: all addresses, but one with a family or a local address.
const { HOST, net, trace } = require('../_trace');

const lookup = (hostname, { family, all }, callback) => trace(hostname, family || 0, Boolean(all));
for (const options of [
  {}, { family: 0 }, { family: 4 }, { family: 6 }, { family: 'IPv6' }, { localAddress: HOST }, { localPort: 5 },
  { autoSelectFamily: false },
]) {
  net.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true, ...options }).destroy();
}
