'use strict';
// Each form of end() with a callback, on a socket that is open, ended, closed.
const { attempt, pair, trace } = require('../_trace');

pair((client, served) => {
  served.resume();
  served.on('end', () => trace('served end'));
  client.on('error', (error) => trace('error', error));
  client.end((error) => trace('one', error));
  client.end((error) => trace('two', error));
  client.on('finish', () => client.end((error) => trace('three', error)));
  client.on('close', () => {
    trace('close');
    client.end((error) => trace('four', error));
    client.end('late', 'utf8', (error) => trace('five', error));
  });
  attempt('wrong', () => client.end({}));
});
