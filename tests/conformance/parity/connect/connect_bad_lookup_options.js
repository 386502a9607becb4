'use strict';
// A lookup, a family and hints that are none; with a literal address nobody looks at them.
const { HOST, attempt, follow, net } = require('../_trace');

const client = () => new net.Socket();
attempt('lookup', () => client().connect({ port: 1, host: 'h.test', lookup: 5 }));
attempt('lookup text', () => client().connect({ port: 1, host: 'h.test', lookup: 'dns' }));
attempt('family', () => client().connect({ port: 1, host: 'h.test', family: 5 }));
attempt('family text', () => client().connect({ port: 1, host: 'h.test', family: 'ipv4' }));
attempt('hints text', () => client().connect({ port: 1, host: 'h.test', hints: 'x' }));
attempt('hints unknown', () => client().connect({ port: 1, host: 'h.test', hints: 1 << 20 }));
follow(net.connect({ port: 1, host: HOST, lookup: 5, family: 5, hints: 1 << 20 }));
