"""Rules on IPv4 hold for the IPv4-mapped IPv6 addresses, and the other way round."""

from _trace import run, trace

import netuv

rules = netuv.BlockList()
rules.add_address("1.1.1.1")
rules.add_address("::ffff:2.2.2.2", "ipv6")
rules.add_range("3.0.0.0", "3.0.0.9")
rules.add_range("::ffff:4.0.0.0", "::ffff:4.0.0.9", "ipv6")
rules.add_subnet("5.0.0.0", 8)
rules.add_subnet("::ffff:6.0.0.0", 104, "ipv6")
for address in "1.1.1.1 2.2.2.2 3.0.0.5 4.0.0.5 5.5.5.5 6.6.6.6 7.7.7.7".split():
    trace(
        address,
        rules.check(address),
        rules.check(f"::ffff:{address}", "ipv6"),
        rules.check(f"::{address}", "ipv6"),
        rules.check(f"::fffe:{address}", "ipv6"),
    )

run()
