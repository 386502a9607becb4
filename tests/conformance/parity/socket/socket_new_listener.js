'use strict';
// A socket emits "new_listener" and "remove_listener" for the listeners of a program.
const { pair, trace } = require('../_trace');

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
