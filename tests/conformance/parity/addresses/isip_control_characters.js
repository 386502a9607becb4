'use strict';
// isIP of addresses with one character more, before, within or after.
const { net, trace } = require('../_trace');

for (let code = 0; code < 256; code++) {
  const odd = String.fromCharCode(code);
  const texts = [`${odd}1.2.3.4`, `1.2${odd}.3.4`, `1.2.3.4${odd}`, `${odd}::1`, `:${odd}:1`, `::1${odd}`];
  trace(code, texts.map((text) => net.isIP(text)));
}
