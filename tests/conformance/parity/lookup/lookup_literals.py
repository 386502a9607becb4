"""A literal address is its own answer, whatever family is asked for; it comes in the next tick."""

from _trace import netuv, run, series, trace

dns = netuv.dns
calls = [
    ("127.0.0.1", {}),
    ("::1", {}),
    ("0:0:0:0:0:0:0:1", {}),
    ("::FFFF:127.0.0.1", {}),
    ("fe80::1%lo", {}),
    ("0.0.0.0", {}),
    ("127.0.0.1", {"family": 6}),
    ("::1", {"family": 4}),
    ("127.0.0.1", {"all": True}),
    ("::1", {"all": True, "family": 4}),
    ("127.0.0.1", {"hints": dns.V4MAPPED, "family": 6}),
]


def step(call, proceed):
    name, options = call

    def answered(*answer):
        trace(name, *answer)
        proceed()

    dns.lookup(name, answered, **options)
    trace("called")
    netuv.next_tick(lambda: trace("tick"))


series(calls, step)

run()
