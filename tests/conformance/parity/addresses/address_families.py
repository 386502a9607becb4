"""Families that are none, of a SocketAddress and of a BlockList."""

from _trace import attempt, netuv, run, trace

for family in (
    *(1, 0, 4, 6, 1.5, True, False, {}, [], ["ipv4"]),
    *("test", "", "ipv5", "ipv6 ", "inet"),
):
    attempt("address", lambda family=family: netuv.SocketAddress(family=family))
    attempt(
        "with a text", lambda family=family: netuv.SocketAddress(address="1.2.3.4", family=family)
    )
for family in ("ipv4", "IPv4", "IPV4", "iPv4"):
    trace(netuv.SocketAddress(address="1.2.3.4", family=family).family)
for family in ("ipv6", "IPv6", "IPV6"):
    trace(netuv.SocketAddress(family=family).address)

rules = netuv.BlockList()
rules.add_address("1.2.3.4")
for family in (4, True, False, {}, [], "test", "", "ipv5", "ipv6", "IPv4", "IPV4", None):
    attempt("check", lambda family=family: rules.check("1.2.3.4", family))
    attempt("add", lambda family=family: rules.add_address("1.2.3.4", family))

run()
