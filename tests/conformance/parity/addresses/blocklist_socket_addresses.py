"""A SocketAddress stands for an address and its family, its port does not matter."""

from _trace import run, trace

import netuv


def make(address, family, port=None):
    return netuv.SocketAddress(address=address, family=family, port=port)


rules = netuv.BlockList()
rules.add_address(make("1.1.1.1", "ipv4", 80))
rules.add_range(make("::9", "ipv6"), make("::20", "ipv6"))
rules.add_range("10.0.0.1", make("10.0.0.9", "ipv4"))
rules.add_subnet(make("9.9.9.9", "ipv4"), 24, "ipv6")
trace(rules.check(make("1.1.1.1", "ipv4", 81), "ipv6"), rules.check("1.1.1.1"))
trace(rules.check(make("::15", "ipv6")), rules.check(make("::21", "ipv6")), rules.check("10.0.0.5"))
trace(rules.check(make("9.9.9.1", "ipv4")), rules.check("::9.9.9.1", "ipv6"))
for rule in rules.rules:
    trace(rule)

run()
