'use strict';
// A path and a listener that are none; empty text is no path.
const { HOST, attempt, net } = require('../_trace');

attempt('path number', () => net.connect({ path: 5 }));
attempt('path list', () => net.connect({ path: ['a'] }));
attempt('path true', () => net.connect({ path: true }));
attempt('empty path beside a bad port', () => net.connect({ path: '', port: 70000 }));
attempt('host alone', () => net.connect({ host: HOST }));
attempt('nothing', () => net.connect());
