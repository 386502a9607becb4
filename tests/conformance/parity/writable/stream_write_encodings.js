'use strict';
// An encoding is checked before the chunk, passed on as given, and must fit what is written.
const net = require('node:net');
const { Writable } = require('node:stream');
const { attempt, listen, trace } = require('../_trace');

const ENCODINGS = ['buffer', 'nonsense', 'BUFFER', 'latin-1', 'utf_8', 'UCS-2', 'Binary', 5, 0, '', false, null];
for (const options of [{}, { decodeStrings: false }, { objectMode: true }]) {
  for (const encoding of ENCODINGS) {
    const sink = new Writable({ write(chunk, given, callback) { trace(typeof chunk === 'string', given); callback(); }, ...options });
    attempt(encoding, () => sink.write('616', encoding));
    attempt(encoding, () => sink.write(Buffer.from('b'), encoding));
  }
}
const sink = new Writable({ write(chunk, encoding, callback) { callback(); } });
for (const chunk of [null, 5, 'a']) attempt('order', () => sink.write(chunk, 'nonsense'));
attempt('end', () => sink.end('a', 'buffer').writableEnded);
trace(sink.writableEnded);
const server = net.createServer((socket) => socket.resume());
listen(server, (port) => {
  const client = net.connect(port, '127.0.0.1', () => {
    for (const encoding of ['buffer', 'nonsense', 'BUFFER', 5, 0]) {
      attempt(encoding, () => client.write('a', encoding));
      if (encoding === 'buffer') attempt(encoding, () => client.write(Buffer.from('b'), encoding));
    }
    client.destroy();
    server.close();
  });
});
