"""What the system knows of localhost: by family, all of it, in each order."""

from _trace import netuv, run, series, trace

calls = [
    {"family": 4},
    {"family": "IPv4"},
    {"family": 4, "all": True},
    {"all": True},
    {"all": False},
    {"family": 0},
    {"all": True, "order": "verbatim"},
    {"all": True, "order": "ipv4first"},
    {"all": True, "order": "ipv6first"},
    {"all": True, "verbatim": True},
    {"all": True, "verbatim": False},
    {"order": "ipv6first"},
    {"verbatim": False},
    {"all": True, "verbatim": False, "order": "verbatim"},
]


def step(options, proceed):
    def answered(*answer):
        trace(list(options), *answer)
        proceed()

    netuv.dns.lookup("localhost", answered, **options)


series(calls, step)

run()
