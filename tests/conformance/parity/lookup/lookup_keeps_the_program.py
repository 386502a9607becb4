"""A lookup under way keeps the program running, and is over before it ends."""

from _trace import netuv, run, trace

dns = netuv.dns


def first(error, address, family):
    trace("first", error, address)
    dns.lookup("localhost", second, family=4, all=True)


def second(error, addresses):
    trace("second", error, len(addresses) > 0)


netuv.set_timeout(lambda: trace("too late"), 60000).unref()
dns.lookup("localhost", first, family=4)

run()
