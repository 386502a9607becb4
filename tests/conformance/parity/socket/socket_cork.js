'use strict';
// What is written between cork() and uncork() leaves in one piece.
const { pair, trace, turns } = require('../_trace');

pair((client, served) => {
  served.on('data', (data) => trace('data', data));
  served.on('end', () => trace('end'));
  client.cork();
  client.cork();
  client.write('one ', () => trace('one'));
  client.write('two ', 'latin1', () => trace('two'));
  client.uncork();
  trace(client.writableCorked, client.writableLength);
  turns(3, () => {
    trace('nothing yet');
    client.write('three', () => trace('three'));
    client.uncork();
    trace(client.writableCorked, client.writableLength);
    client.cork();
    client.write(' four');
    turns(3, () => client.end(' five'));
  });
});
