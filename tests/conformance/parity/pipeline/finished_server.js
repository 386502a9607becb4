'use strict';
// finished() takes no server.
const { finished } = require('node:stream');
const { attempt, net } = require('../_trace');

attempt('server', () => finished(net.createServer(), () => {}));
