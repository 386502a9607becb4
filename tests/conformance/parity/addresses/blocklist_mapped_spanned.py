"""A range of IPv6 around the mapped addresses blocks no IPv4 address; a subnet does."""

from _trace import run, trace

import netuv

rules = {
    "around": lambda rules: rules.add_range("::", "ffff::", "ipv6"),
    "into": lambda rules: rules.add_range("::1", "::ffff:9.9.9.9", "ipv6"),
    "out of": lambda rules: rules.add_range("::ffff:0.0.0.0", "::1:0:0:0", "ipv6"),
    "within": lambda rules: rules.add_range("::ffff:0.0.0.0", "::ffff:255.255.255.255", "ipv6"),
    "all": lambda rules: rules.add_subnet("::", 0, "ipv6"),
    "most": lambda rules: rules.add_subnet("::", 80, "ipv6"),
    "none": lambda rules: rules.add_subnet("fe80::", 10, "ipv6"),
}
for name, add in rules.items():
    block_list = netuv.BlockList()
    add(block_list)
    trace(name, block_list.check("1.2.3.4"), block_list.check("::ffff:1.2.3.4", "ipv6"))

run()
