'use strict';
// Without a "data" listener nothing flows and there is no "end".
const { pair, trace, turns, watch } = require('../_trace');

pair((client, served) => {
  watch(served, 'served', 'end close');
  client.end('unread');
  watch(client, 'client', 'finish');
  turns(5, () => {
    trace(served.bytesRead, served.readyState);
    served.destroy();
  });
});
