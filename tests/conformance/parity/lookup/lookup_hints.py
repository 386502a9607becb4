"""Hints: IPv4 addresses mapped where there are no others, only configured families, all of them."""

from _trace import netuv, run, series, trace

dns = netuv.dns
calls = [
    {"family": 6, "hints": dns.V4MAPPED},
    {"family": 6, "hints": dns.V4MAPPED, "all": True},
    {"family": 6, "hints": dns.V4MAPPED | dns.ALL, "all": True},
    {"family": 4, "hints": dns.ADDRCONFIG},
    {"family": 4, "hints": dns.ADDRCONFIG | dns.V4MAPPED | dns.ALL, "all": True},
    {"family": 4, "hints": 0},
]


def step(options, proceed):
    def answered(*answer):
        trace(options["family"], *answer)
        proceed()

    dns.lookup("localhost", answered, **options)


series(calls, step)

run()
