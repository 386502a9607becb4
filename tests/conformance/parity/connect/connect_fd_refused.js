'use strict';
// Descriptors that are no connection: files, closed ones, none at all.
const { attempt, fs, net, path } = require('../_trace');

fs.writeFileSync(path('file'), 'text');
const file = fs.openSync(path('file'));
const none = fs.openSync('/dev/null');
const folder = fs.openSync('/');
attempt('file', () => new net.Socket({ fd: file }));
attempt('null device', () => new net.Socket({ fd: none }));
attempt('directory', () => new net.Socket({ fd: folder }));
attempt('text', () => new net.Socket({ fd: '0' }));
attempt('list', () => new net.Socket({ fd: [0] }));
attempt('negative', () => new net.Socket({ fd: -1 }));
attempt('nothing open', () => new net.Socket({ fd: 9999 }));
attempt('file of connect', () => net.connect({ fd: file, port: 1 }));
