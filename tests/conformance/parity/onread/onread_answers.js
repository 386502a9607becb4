'use strict';
// Only False stops reading: what else is false does not.
const { pair, trace } = require('../_trace');

const answers = [undefined, null, 0, '', true];
const callback = (count, filled) => {
  trace('read', filled.subarray(0, count));
  return answers.shift();
};
pair((client, served) => {
  client.on('close', () => trace('close', answers.length));
  served.end('12345');
}, { client: { onread: { buffer: Buffer.alloc(1), callback } } });
