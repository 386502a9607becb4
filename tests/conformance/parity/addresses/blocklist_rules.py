"""The rules as text, the newest first, with addresses in their shortest form."""

from _trace import run, trace

import netuv

rules = netuv.BlockList()
trace(len(rules.rules))
rules.add_address("123.123.123.123")
rules.add_range("10.0.0.1", "10.0.0.10")
rules.add_subnet("8592:757c:efae:4e45::", 64, "ipv6")
rules.add_address("0:0:0:0:0:0:0:00F1", "IPv6")
rules.add_address("::FFFF:1.2.3.4", "ipv6")
rules.add_range("1::", "1:0:0:2:0:0:0:3", "ipv6")
rules.add_subnet("10.1.2.3", 8)
rules.add_address("10.1.2.3")
for rule in rules.rules:
    trace(rule)

run()
