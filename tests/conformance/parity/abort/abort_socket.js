'use strict';
// A signal destroys its connected socket with an AbortError whose cause is the reason.
const { pair, trace, watch } = require('../_trace');

const controller = new AbortController();
pair((client, served) => {
  watch(client, 'client', 'data end error close');
  watch(served, 'served', 'data end error close');
  controller.abort('enough');
  trace('aborted', client.destroyed, client.errored.name, client.errored.cause);
  controller.abort('again');
}, { client: { signal: controller.signal } });
