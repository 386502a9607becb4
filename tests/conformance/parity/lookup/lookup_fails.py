"""A name that cannot be one fails later, with all that Node says of it."""

from _trace import netuv, run, series, trace

calls = [
    ("a..b", {}),
    ("a..b", {"all": True}),
    ("a..b", {"family": 6}),
    ("127.0.0.1 ", {}),
]


def step(call, proceed):
    name, options = call

    def answered(*answer):
        error = answer[0]
        trace(len(answer), error, error.code, error.syscall, error.hostname)
        proceed()

    netuv.dns.lookup(name, answered, **options)
    trace("called")


series(calls, step)

run()
