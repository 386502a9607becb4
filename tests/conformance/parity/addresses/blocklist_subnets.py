"""Subnets of every length, also of a net that is no first address."""

from _trace import run, trace

import netuv

for prefix in (0, 1, 7, 8, 9, 15, 16, 23, 24, 25, 31, 32):
    rules = netuv.BlockList()
    rules.add_subnet("10.129.3.77", prefix)
    addresses = "10.129.3.77 10.129.3.76 10.129.3.1 10.129.2.1 10.128.0.1 10.0.0.1 11.0.0.1"
    addresses += " 127.0.0.1 128.0.0.0"
    trace(prefix, [rules.check(address) for address in addresses.split()])
for prefix in (0, 1, 10, 63, 64, 65, 95, 96, 97, 127, 128):
    rules = netuv.BlockList()
    rules.add_subnet("fe80::8000:1", prefix, "ipv6")
    addresses = "fe80::8000:1 fe80::8000:0 fe80:: fe80::1:0:0 febf:: fec0:: 7fff:: ::ffff:1.2.3.4"
    trace(prefix, [rules.check(address, "ipv6") for address in addresses.split()])

run()
