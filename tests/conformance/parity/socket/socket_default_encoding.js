'use strict';
// set_default_encoding() of a socket is that of the text written later.
const { attempt, pair, trace } = require('../_trace');

pair((client, served) => {
  const all = [];
  served.on('data', (data) => all.push(data));
  served.on('end', () => trace(Buffer.concat(all)));
  attempt('wrong', () => client.setDefaultEncoding('morse'));
  client.write('é');
  client.setDefaultEncoding('latin1');
  client.write('é');
  client.setDefaultEncoding('HEX');
  client.write('6162');
  client.write('6162', 'utf8');
  client.end('63');
});
