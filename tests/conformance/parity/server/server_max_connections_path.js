'use strict';
// On a path "drop" has no data.
const { net, path, trace, turns } = require('../_trace');

const server = net.createServer((served) => served.resume());
server.maxConnections = 1;
server.on('drop', (data) => trace('drop', data));
server.listen(path('full'), () => {
  const first = net.connect(path('full'), () => turns(3, () => {
    const second = net.connect(path('full'));
    second.resume();
    second.on('close', () => {
      first.destroy();
      server.close(() => trace('closed'));
    });
  }));
});
