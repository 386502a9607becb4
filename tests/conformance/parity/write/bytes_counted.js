'use strict';
// bytes_read and bytes_written, step by step and after the close.
const { pair, trace, turns } = require('../_trace');

pair((client, served) => {
  const show = (step) => trace(step, client.bytesRead, client.bytesWritten,
    served.bytesRead, served.bytesWritten);
  show('open');
  client.write('12345');
  client.write('€');
  show('written');
  const all = [];
  served.on('data', (data) => {
    all.push(data);
    if (served.bytesRead === 8) served.end(Buffer.concat(all));
  });
  client.resume();
  client.on('close', () => turns(3, () => show('closed')));
});
