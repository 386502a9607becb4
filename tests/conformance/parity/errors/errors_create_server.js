'use strict';
// What create_server() refuses.
const { attempt, net } = require('../_trace');

attempt('text', () => net.createServer('x'));
attempt('number', () => net.createServer(5));
attempt('initial delay', () => net.createServer({ keepAliveInitialDelay: 'x' }));
