'use strict';
// 300 lists of random rules, each asked about 20 addresses.
const { net, trace } = require('../_trace');

let state = 20;
const number = (limit) => {
  state = (state * 16807) % 2147483647;
  return state % limit;
};
const pick = (list) => list[number(list.length)];
const HEADS = ['::', '::ffff:', '::ffff:10.0.0.', 'fe80::', '::ffff:0:', '1:2:3:4:5:6:7:', '::fffe:ffff:', '::1:0:0:'];
const TAILS = [0, 1, 2, 3, 9, 16, 127, 255];
const LENGTHS = { ipv4: [0, 1, 8, 24, 31, 32], ipv6: [0, 1, 64, 80, 95, 96, 97, 120, 127, 128] };
const address = (family) => {
  const head = pick(family === 'ipv4' ? ['10.0.0.', '1.2.3.', '255.255.255.', '0.0.0.'] : HEADS);
  return head + pick(TAILS);
};
for (let round = 0; round < 300; round++) {
  const list = new net.BlockList();
  for (let count = 1 + number(4); count > 0; count--) {
    const family = pick(['ipv4', 'ipv6']);
    const kind = number(3);
    const [one, two] = [address(family), address(family)];
    try {
      if (kind === 0) list.addAddress(one, family);
      else if (kind === 1) list.addRange(one, two, family);
      else list.addSubnet(one, pick(LENGTHS[family]), family);
    } catch (error) {
      trace(error);
    }
  }
  trace([...new Set(list.rules)].sort());
  const answers = [];
  for (let count = 0; count < 20; count++) {
    const family = pick(['ipv4', 'ipv6']);
    answers.push(list.check(address(family), family) ? 1 : 0);
  }
  trace(answers.join(''));
}
