'use strict';
// "new_listener" and "remove_listener" of a socket, as a program adds and takes away its own.
const { pair, trace } = require('./_trace');

pair((client, served) => {
  served.resume();
  client.on('newListener', (name) => trace('new', name));
  client.on('removeListener', (name) => trace('remove', name));
  const nothing = () => {};
  client.on('data', nothing);
  client.once('close', () => trace('close'));
  client.setTimeout(1000, nothing);
  client.setTimeout(0, nothing);
  client.off('data', nothing);
  client.end();
});
