"""The fields of a SocketAddress, given and by default."""

from _trace import run, trace

import netuv


def look(**options):
    value = netuv.SocketAddress(**options)
    trace(value.address, value.family, value.port, value.flowlabel)


look()
look()
look(family="ipv6")
look(family="IPv6", port=65535)
look(family="IPV4", address="9.9.9.9", port=80)
look(port=0, flowlabel=7)
look(family="ipv6", flowlabel=1048575, address="fe80::1")
look(family=None, address=None, port=None, flowlabel=None)
trace(list(netuv.SocketAddress().to_json()))
trace(
    netuv.SocketAddress.is_socket_address(netuv.SocketAddress()),
    netuv.SocketAddress.is_socket_address({"address": "1.2.3.4", "family": "ipv4"}),
    netuv.SocketAddress.is_socket_address("1.2.3.4"),
)

run()
