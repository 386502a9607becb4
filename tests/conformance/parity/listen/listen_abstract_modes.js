'use strict';
// An abstract name has no mode bits to set.
const { attempt, net, path } = require('../_trace');

const where = '\0' + path('modes');
attempt('readable', () => net.createServer().listen({ path: where, readableAll: true }));
attempt('writable', () => net.createServer().listen({ path: where, writableAll: true }));
