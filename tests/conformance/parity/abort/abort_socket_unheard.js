'use strict';
// An aborted socket without a listener of "error" is an uncaught error.
const { pair, trace } = require('../_trace');

const controller = new AbortController();
pair((client, served) => {
  client.on('close', (hadError) => trace('client close', hadError));
  served.on('error', () => {}).on('close', () => trace('served close'));
  served.resume();
  controller.abort();
}, { client: { signal: controller.signal } });
