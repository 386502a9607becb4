'use strict';
// reset_and_destroy() on a path's socket throws ERR_INVALID_HANDLE_TYPE.
const { attempt, pair, trace, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  attempt('reset', () => client.resetAndDestroy());
  trace(client.destroyed);
  client.destroy();
  served.destroy();
}, { pathName: 'reset' });
