'use strict';
// end() on a socket that never connected finishes it without an error.
const { net, trace, turns, watch } = require('./_trace');

const client = new net.Socket();
watch(client, 'client', 'connect end finish error close');
client.end((error) => trace('callback', error));
trace(client.writable, client.readyState);
turns(3, () => trace(client.destroyed, client.readyState));
