'use strict';
// What may be a delay: late timers of one delay come together, shorter ones first.
const { trace } = require('../_trace');

process.removeAllListeners('warning');
process.on('warning', () => {});
const delays = {
  '30': 30, '"20"': '20', 'true': true, 'none': null, '"x"': 'x', '""': '', '" 10 "': ' 10 ', '"0x14"': '0x14', '"1e1"': '1e1',
  '10.9': 10.9, '"20.5"': '20.5', 'nan': NaN, 'infinity': Infinity, '-5': -5, '0.5': 0.5, '2**31': 2 ** 31, '"-7"': '-7', '1': 1,
  '"3000000000"': '3000000000', '"5ms"': '5ms', 'a list': [], 'an object': {}, '"0b11110"': '0b11110', '"0o24"': '0o24',
  '"1_0"': '1_0', '".5e1"': '.5e1', '"5."': '5.', '"."': '.', '"Infinity"': 'Infinity', '"inf"': 'inf', '"+5"': '+5', '5': 5,
};
for (const [name, delay] of Object.entries(delays)) setTimeout(() => trace('after', name), delay);
const until = Date.now() + 60;
while (Date.now() < until);
