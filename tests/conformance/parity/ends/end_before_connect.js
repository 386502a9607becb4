// node: 26
'use strict';
// end() on a socket that is never connected: its callback and "finish" come at once.
const { net, series, trace, turns, watch } = require('../_trace');

const ways = {
  'end': (s) => s.end((error) => trace('callback', error)),
  'end without': (s) => s.end(),
  'twice': (s) => s.end((error) => trace('first', error)).end((error) => trace('second', error)),
  'data': (s) => s.end('x', (error) => trace('callback', error)),
  'after a write': (s) => {
    s.write('x', (error) => trace('written', error));
    s.end((error) => trace('callback', error));
  },
  'destroy soon': (s) => s.destroySoon(),
  'corked': (s) => {
    s.cork();
    s.end((error) => trace('callback', error));
  },
  'awaited later': (s) => {
    s.end();
    turns(1, () => s.end((error) => trace('late', error && error.code)));
  },
};
series(Object.keys(ways), (name, next) => {
  trace('--', name);
  const socket = new net.Socket();
  watch(socket, 'socket', 'connect end finish error');
  ways[name](socket);
  trace(socket.writable, socket.readyState, socket.writableEnded);
  turns(3, () => {
    trace(socket.destroyed, socket.writable, socket.readable, socket.writableFinished, socket.readyState);
    next();
  });
});
