// node: 20
'use strict';
// A socket destroyed in the "lookup" of its second address: nothing more is emitted or tried.
const { finds, follow, net, trace } = require('../_trace');

const client = follow(new net.Socket());
client.on('lookup', (error, address) => {
  if (address === '::1') client.destroy();
});
const lookup = finds(['127.0.0.2', 4], ['::1', 6], ['127.0.0.3', 4]);
client.connect({ port: 1, host: 'h.test', lookup, autoSelectFamily: true });
trace(client.destroyed, client.autoSelectFamilyAttemptedAddresses);
