'use strict';
// What a lookup function is called with: the name, the family, the hints.
const { attempt, net, trace } = require('../_trace');
const dns = require('node:dns');

const names = (hints) => ['ADDRCONFIG', 'V4MAPPED', 'ALL'].filter((name) => hints & dns[name]);
const lookup = (hostname, { family, hints, all }, callback) =>
  trace(hostname, family || 0, names(hints), Boolean(all), typeof callback);
for (const options of [
  {}, { family: 0 }, { family: 4 }, { family: 6 }, { family: 'IPv4' }, { family: 'IPv6' },
  { hints: dns.V4MAPPED | dns.ALL }, { family: 6, hints: dns.V4MAPPED }, { host: '' },
]) {
  const client = new net.Socket();
  attempt('connect', () => client.connect({ port: 1, host: 'h.test', lookup, ...options }) === client);
  client.destroy();
}
