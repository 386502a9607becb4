'use strict';
// once(), off() and prepend_listener() on "data" of a socket, between what arrives.
const { pair, trace, turns } = require('../_trace');

pair((client, served) => {
  const first = (data) => trace('first', data);
  const second = (data) => trace('second', data);
  served.on('data', first);
  served.once('data', (data) => trace('once', data));
  served.prependListener('data', second);
  served.prependOnceListener('data', (data) => trace('prepended once', data));
  client.write('one');
  turns(3, () => {
    served.off('data', first);
    trace(served.listenerCount('data'), served.isPaused(), served.readableFlowing);
    client.write('two');
    turns(3, () => {
      served.off('data', second);
      trace(served.listenerCount('data'), served.isPaused(), served.readableFlowing);
      client.end('three');
      turns(3, () => {
        served.on('data', first);
        served.on('end', () => trace('end'));
        trace(served.isPaused(), served.readableFlowing);
      });
    });
  });
});
