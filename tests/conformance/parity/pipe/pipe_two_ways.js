'use strict';
// A proxy: a.pipe(b) and b.pipe(a), megabytes and both ends.
const { HOST, listen, net, trace, watch } = require('../_trace');

const upstream = net.createServer({ allowHalfOpen: true }, (served) => {
  let bytes = 0;
  served.on('data', (data) => { bytes += data.length; });
  served.on('end', () => {
    trace('upstream', bytes);
    served.end('thanks');
  });
  upstream.close();
});
listen(upstream, (port) => {
  const proxy = net.createServer({ allowHalfOpen: true }, (front) => {
    const back = net.connect({ port, host: HOST, allowHalfOpen: true });
    front.pipe(back);
    back.pipe(front);
    proxy.close();
  });
  listen(proxy, (port) => {
    const client = net.connect(port, HOST);
    watch(client, 'client', 'data end close');
    client.end(Buffer.alloc(4 << 20));
  });
});
