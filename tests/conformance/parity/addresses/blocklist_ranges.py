"""A range has both its ends, and may be one address."""

from _trace import run, trace

import netuv

rules = netuv.BlockList()
rules.add_range("10.0.0.2", "10.0.0.10")
rules.add_range("10.0.0.255", "10.0.1.0")
rules.add_range("1.1.1.1", "1.1.1.1")
rules.add_range("255.255.255.254", "255.255.255.255")
rules.add_range("fe80::2", "fe80::1:0", "ipv6")
for address in (
    "10.0.0.1 10.0.0.2 10.0.0.10 10.0.0.11 10.0.0.254 10.0.0.255 10.0.1.0 10.0.1.1 1.1.1.0 1.1.1.1"
    " 1.1.1.2 255.255.255.253 255.255.255.254 255.255.255.255 0.0.0.0"
).split():
    trace(address, rules.check(address))
for address in "fe80::1 fe80::2 fe80::ffff fe80::1:0 fe80::1:1 :: ::a00:5".split():
    trace(address, rules.check(address, "ipv6"))

run()
