'use strict';
// A string is encoded as its argument says.
const { pair, trace } = require('../_trace');

pair((client, served) => {
  let all = Buffer.alloc(0);
  served.on('data', (data) => { all = Buffer.concat([all, data]); });
  served.on('end', () => trace(all.toString('hex')));
  client.write('aé€');
  client.write('aé', 'latin1');
  client.write('aé', 'binary');
  client.write('a€', 'utf16le');
  client.write('a', 'ucs2');
  client.write('616263', 'hex');
  client.write('YWJj', 'base64');
  client.write('abc', 'ascii');
  client.write('é', 'UTF-8');
  client.end('é', 'utf8');
});
