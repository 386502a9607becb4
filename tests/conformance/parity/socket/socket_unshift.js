'use strict';
// What is given back to a socket comes first, to whoever listens next.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  served.once('data', (data) => {
    trace('head', data.subarray(0, 4));
    served.pause();
    served.unshift(data.subarray(4));
    trace(served.readableLength, served.readableFlowing);
    setImmediate(() => {
      served.on('data', (data) => trace('body', data));
      served.on('end', () => trace('end'));
      served.resume();
    });
  });
  client.write('headbody');
  setImmediate(() => client.end('more'));
});
