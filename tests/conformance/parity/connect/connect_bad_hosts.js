// node: 26
'use strict';
// A host that is no text, or has a NUL in it.
const { attempt, net } = require('../_trace');

const values = [5, ['localhost'], [], true, {}, 'a\0b', 'localhost\0', '\0', '127.0.0.1\0', '::1\0'];
for (const host of values) {
  attempt('connect', () => net.connect({ port: 1, host }));
  attempt('with a lookup', () => net.connect({ port: 1, host, lookup: () => {} }));
  attempt('with more that is wrong', () => net.connect({ port: 99999, host, localAddress: 'x' }));
}
attempt('positional', () => net.connect(1, 'a\0b'));
