'use strict';
// set_default_encoding() of what is none, and of names in other spellings.
const { Writable } = require('node:stream');
const { attempt, trace } = require('../_trace');

const sink = new Writable({
  decodeStrings: false,
  write(chunk, encoding, callback) { trace(chunk, encoding); callback(); },
});
for (const name of ['morse', '', 'utf-16', 'ucs2', 'UTF8', 'binary', 'Base64URL', 'buffer']) {
  attempt(name, () => sink.setDefaultEncoding(name) === sink);
  sink.write('x');
}
attempt('constructor', () => new Writable({ write() {}, defaultEncoding: 'hex' }).writable);
attempt('wrong one', () => new Writable({ write() {}, defaultEncoding: 'morse' }).writable);
