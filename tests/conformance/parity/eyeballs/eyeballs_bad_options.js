'use strict';
// auto_select_family= and its timeout that are none, by name and with a literal address.
const { HOST, attempt, net } = require('../_trace');

for (const host of ['h.test', HOST]) {
  for (const autoSelectFamily of [1, 'yes', [], 0]) {
    attempt(`select ${host}`, () => net.connect({ port: 1, host, autoSelectFamily }));
  }
  for (const value of [0, -1, 1.5, 2147483648, '100', []]) {
    attempt(`timeout ${host}`, () => net.connect({ port: 1, host, autoSelectFamilyAttemptTimeout: value }));
  }
}
