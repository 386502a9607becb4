'use strict';
// isIP of 20000 random texts: those that are addresses.
const { net, trace } = require('../_trace');

let state = 11;
const number = (limit) => {
  state = (state * 16807) % 2147483647;
  return state % limit;
};
const PARTS = ['1', '0', '25', '255', 'ff', 'f', 'a:', '::', ':', ':', '.', '.', '1.2.3.4', '%', '0:', '1:2:3:', 'g', '-', '00'];
for (let round = 0; round < 20000; round++) {
  let text = '';
  for (let count = 1 + number(12); count > 0; count--) text += PARTS[number(PARTS.length)];
  if (net.isIP(text)) trace(text, net.isIP(text), net.isIPv4(text), net.isIPv6(text));
}
