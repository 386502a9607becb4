"""Rules that are added between checks count, those that overlap too."""

from _trace import run, trace

import netuv

rules = netuv.BlockList()
addresses = ("1.0.0.0", "1.0.0.5", "1.0.0.9", "1.0.1.0", "2.0.0.0")


def look(what):
    trace(what, [rules.check(address) for address in addresses])


look("empty")
rules.add_address("1.0.0.5")
look("one")
rules.add_range("1.0.0.4", "1.0.0.9")
look("range")
rules.add_range("1.0.0.0", "1.0.0.5")
look("overlapping")
rules.add_subnet("1.0.0.0", 8)
look("around")
rules.add_address("1.0.0.5")
look("again")
rules.add_range("1.255.255.255", "2.0.0.0")
look("touching")

run()
