'use strict';
// Text that is no literal address for isIP and yet one for the system.
const dns = require('node:dns');
const { series, trace } = require('../_trace');

const names = ['127.1', '0x7f.1', '2130706433', '0177.0.0.1', '127.0.0.01'];
series(names, (name, next) => dns.lookup(name, (...answer) => {
  trace(name, ...answer);
  next();
}));
