'use strict';
// When "listening" comes, beside ticks and immediates; the callback comes with it.
const { HOST, net, path, series, trace } = require('../_trace');

series([[0], [0, HOST], [path('order')]], (place, next) => {
  const server = net.createServer();
  server.on('listening', () => trace('listener'));
  process.nextTick(() => trace('tick before'));
  setImmediate(() => trace('immediate'));
  server.listen(...place, () => {
    trace('callback');
    server.close(next);
  });
  process.nextTick(() => trace('tick after'));
  trace('called', server.listening);
});
