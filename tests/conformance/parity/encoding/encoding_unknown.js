'use strict';
// An encoding that is none is refused at once.
const { attempt, net } = require('../_trace');

const client = new net.Socket();
attempt('set_encoding', () => client.setEncoding('morse'));
attempt('write', () => client.write('x', 'morse'));
client.destroy();
