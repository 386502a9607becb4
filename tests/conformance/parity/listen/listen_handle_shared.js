'use strict';
// Two servers on one handle: the last to listen gets the connections.
const { HOST, net, series, trace, watch } = require('../_trace');

const forms = {
  'server': (first) => first,
  '_handle': (first) => first._handle,
  'object with _handle': (first) => ({ _handle: first._handle }),
  'object with handle': (first) => ({ handle: first._handle }),
};
series(Object.keys(forms), (name, next) => {
  const first = net.createServer((served) => served.end('first'));
  first.listen(0, HOST, () => {
    const second = net.createServer((served) => served.end('second'));
    second.listen(forms[name](first), () => {
      trace(name, second.address().port === first.address().port, first.listening, second.listening);
      const client = net.connect(first.address().port, HOST);
      watch(client, 'client', 'data close');
      client.on('close', () => {
        second.close();
        first.close(next);
        trace(first.address(), second.address());
      });
    });
  });
});
