'use strict';
// An abstract name: it has no file, is in use while somebody listens, and free again after that.
const { fs, net, path, trace, watch } = require('../_trace');

const name = '\0' + path('abstract');
const shown = (value) => (value === name ? 'NAME' : value);
const server = net.createServer((served) => served.end('hello'));
server.listen(name, () => {
  trace(shown(server.address()), fs.readdirSync(path('.')));
  const second = net.createServer();
  second.on('error', (error) => {
    trace(error.code, error.syscall, shown(error.address));
    const client = net.connect(name);
    watch(client, 'client');
    client.on('close', () => server.close(() => second.listen({ path: name }, () => {
      trace('again', shown(second.address()));
      second.close();
    })));
  });
  second.listen(name);
});
