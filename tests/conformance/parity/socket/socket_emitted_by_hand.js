'use strict';
// Events that the program emits on a socket itself reach the listeners, and change nothing.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.on('data', (data) => trace('data', data, served.bytesRead));
  served.on('end', () => trace('end', served.readableEnded));
  served.on('timeout', (...all) => trace('timeout', all.length));
  served.on('error', (error) => trace('error', error, served.destroyed));
  served.on('drain', () => trace('drain'));
  trace(served.emit('data', Buffer.from('made up')), served.emit('timeout'), served.emit('drain'));
  trace(served.emit('error', new Error('made up')), served.emit('nothing'));
  client.end('real');
});
