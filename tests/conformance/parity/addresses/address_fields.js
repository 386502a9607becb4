'use strict';
// The fields of a SocketAddress, given and by default.
const { net, trace } = require('../_trace');

const look = (options) => {
  const value = new net.SocketAddress(options);
  trace(value.address, value.family, value.port, value.flowlabel);
};
look();
look({});
look({ family: 'ipv6' });
look({ family: 'IPv6', port: 65535 });
look({ family: 'IPV4', address: '9.9.9.9', port: 80 });
look({ port: 0, flowlabel: 7 });
look({ family: 'ipv6', flowlabel: 1048575, address: 'fe80::1' });
look({ family: undefined, address: undefined, port: undefined, flowlabel: undefined });
trace(Object.keys(new net.SocketAddress().toJSON()));
trace(net.SocketAddress.isSocketAddress(new net.SocketAddress()),
      net.SocketAddress.isSocketAddress({ address: '1.2.3.4', family: 'ipv4' }), net.SocketAddress.isSocketAddress('1.2.3.4'));
