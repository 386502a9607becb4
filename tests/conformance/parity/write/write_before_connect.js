'use strict';
// Writes before the connection is up are sent in order; callbacks come after "ready".
const { HOST, listen, net, trace, watch } = require('../_trace');

const server = net.createServer((served) => {
  let all = '';
  served.on('data', (data) => { all += data; });
  served.on('end', () => trace('all', all));
  server.close();
});
listen(server, (port) => {
  const client = new net.Socket();
  client.connect(port, HOST);
  watch(client, 'client', 'connect ready finish');
  client.write('one ', () => trace('one'));
  client.write('two ', () => trace('two'));
  trace(client.bytesWritten, client.bufferSize);
  client.on('ready', () => client.end('three', () => trace('three')));
});
