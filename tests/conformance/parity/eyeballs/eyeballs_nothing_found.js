'use strict';
// A lookup that finds nothing, and says nothing.
const { follow, net, trace } = require('../_trace');

const lookup = (hostname, options, callback) => setImmediate(() => callback(null, []));
const client = follow(net.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true }));
client.on('error', (error) => trace(error.code, error.hostname));
