'use strict';
// Families, hints and flags that are none.
const dns = require('node:dns');
const { attempt } = require('../_trace');

const lookup = (options) => dns.lookup('localhost', options, () => {});
for (const family of [5, -4, 4.5, 'ipv4', '4', true, []]) {
  attempt('family', () => lookup({ family }));
}
attempt('hints', () => lookup({ hints: 1 << 20 }));
attempt('hints text', () => lookup({ hints: '1' }));
attempt('hints list', () => lookup({ hints: [] }));
attempt('hints true', () => lookup({ hints: true }));
for (const all of [1, 'true', []]) attempt('all', () => lookup({ all }));
for (const verbatim of [1, 'true', []]) attempt('verbatim', () => lookup({ verbatim }));
