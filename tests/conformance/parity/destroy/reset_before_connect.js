'use strict';
// reset_and_destroy() before connecting is ERR_SOCKET_CLOSED.
const { net, trace, watch } = require('../_trace');

const client = new net.Socket();
watch(client, 'client', 'error close');
trace(client.resetAndDestroy() === client, client.destroyed);
