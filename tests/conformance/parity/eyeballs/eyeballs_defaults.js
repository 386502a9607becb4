'use strict';
// The defaults of family auto-selection: read, set, refused, and used by connect().
const { attempt, net, trace } = require('../_trace');

const asked = () => {
  const lookup = (hostname, { all }) => trace('asked for all', Boolean(all));
  net.connect({ port: 1, host: 'h.test', lookup }).destroy();
};
trace(net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout());
asked();
net.setDefaultAutoSelectFamily(true);
trace(net.getDefaultAutoSelectFamily());
asked();
net.setDefaultAutoSelectFamily(false);
asked();
for (const value of [1, 'true', [], 0]) attempt('select', () => net.setDefaultAutoSelectFamily(value));
for (const value of [100, 10, 9, 1, 2147483647]) {
  net.setDefaultAutoSelectFamilyAttemptTimeout(value);
  trace(net.getDefaultAutoSelectFamilyAttemptTimeout());
}
for (const value of [0, -5, 1.5, 2147483648, NaN, '100', []]) {
  attempt('timeout', () => net.setDefaultAutoSelectFamilyAttemptTimeout(value));
}
trace(net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout());
