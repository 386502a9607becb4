"""An address that is added again stays one rule, however it is written."""

from _trace import netuv, run, trace

rules = netuv.BlockList()


def show():
    trace(sorted(rules.rules))


rules.add_address("1.2.3.4")
rules.add_address("1.2.3.5")
rules.add_address("1.2.3.4")
show()
rules.add_address(netuv.SocketAddress(address="1.2.3.4", port=80))
show()
rules.add_address("::1", "ipv6")
rules.add_address("0:0::1", "IPv6")
rules.add_address("fe80::1%lo", "ipv6")
rules.add_address("fe80::1", "ipv6")
show()
rules.add_address("::ffff:1.2.3.4", "ipv6")
show()
rules.from_json(["Address: IPv4 9.9.9.9", "Address: IPv4 9.9.9.9", "Address: IPv4 1.2.3.5"])
show()
for address in ("1.2.3.4", "1.2.3.5", "9.9.9.9", "1.2.3.6"):
    trace(rules.check(address))

run()
