'use strict';
// What a SocketAddress refuses, and which of several wrong options it names.
const { attempt, net } = require('../_trace');

const refuse = (options) => attempt('options', () => new net.SocketAddress(options));
for (const address of [5, true, [], {}]) refuse({ address });
for (const address of ['', 'x', '1.2.3', '::1', '1.2.3.256', ' 1.2.3.4', '1.2.3.4:80', '01.2.3.4']) refuse({ address });
for (const address of ['', 'x', '1.2.3.4', ':::', '[::1]', '::1 ', '12345::']) refuse({ address, family: 'ipv6' });
for (const family of ['ipv5', '', 'inet']) refuse({ family });
for (const port of [-1, 65536, 1.5, 'x', '', true, []]) refuse({ port });
for (const flowlabel of [1.5, NaN, Infinity]) refuse({ flowlabel, family: 'ipv6' });
for (const flowlabel of [1.5, '5', true]) refuse({ flowlabel });
refuse({ address: 5, port: -1, family: 'x' });
refuse({ address: 5, port: -1 });
refuse({ address: 'x', port: -1, flowlabel: 1.5 });
refuse({ address: 'x', flowlabel: 1.5 });
