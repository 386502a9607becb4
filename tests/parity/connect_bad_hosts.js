'use strict';
// A host that is no text, or has a NUL in it.
const { attempt, follow, net } = require('./_trace');

attempt('number', () => net.connect({ port: 1, host: 5 }));
attempt('list', () => net.connect({ port: 1, host: ['localhost'] }));
attempt('true', () => net.connect({ port: 1, host: true }));
