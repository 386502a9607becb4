'use strict';
// Rules that are added between checks count, those that overlap too.
const { net, trace } = require('../_trace');

const list = new net.BlockList();
const addresses = ['1.0.0.0', '1.0.0.5', '1.0.0.9', '1.0.1.0', '2.0.0.0'];
const look = (what) => trace(what, addresses.map((address) => list.check(address)));
look('empty');
list.addAddress('1.0.0.5');
look('one');
list.addRange('1.0.0.4', '1.0.0.9');
look('range');
list.addRange('1.0.0.0', '1.0.0.5');
look('overlapping');
list.addSubnet('1.0.0.0', 8);
look('around');
list.addAddress('1.0.0.5');
look('again');
list.addRange('1.255.255.255', '2.0.0.0');
look('touching');
