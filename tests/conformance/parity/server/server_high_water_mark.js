'use strict';
// high_water_mark of create_server is the one of each side of what it accepts.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  trace(served.readableHighWaterMark, served.writableHighWaterMark);
  trace(client.readableHighWaterMark, client.writableHighWaterMark);
  client.destroy();
}, { server: { highWaterMark: 1000 } });
