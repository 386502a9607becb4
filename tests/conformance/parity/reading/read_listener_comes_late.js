'use strict';
// A "data" listener added later gets what came before it.
const { pair, trace, turns } = require('../_trace');

pair((client, served) => {
  client.write('early');
  turns(5, () => {
    trace(served.bytesRead);
    const all = [];
    served.on('data', (data) => all.push(data));
    served.on('end', () => trace('all', Buffer.concat(all)));
    client.end('late');
  });
});
