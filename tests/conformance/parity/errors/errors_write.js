'use strict';
// What write() refuses, on a connected socket that stays as it was.
const { attempt, pair, watch } = require('../_trace');

pair((client, served) => {
  watch(client, 'client', 'error close');
  watch(served, 'served', 'data end');
  attempt('number', () => client.write(5));
  attempt('list', () => client.write([]));
  attempt('true', () => client.write(true));
  attempt('null', () => client.write(null));
  attempt('encoding', () => client.write('x', 'morse'));
  attempt('end', () => client.end(5));
  client.end('good');
});
