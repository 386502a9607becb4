"""What is no address is emitted and left out; where nothing is left, the first says why."""

from _trace import finds, follow, netuv, run, series, trace

lookups = [
    finds(("x", 4), ("127.0.0.2", 4), ("127.0.0.3", 5), ("::1", 6)),
    finds(("x", 4), ("127.0.0.2", 5)),
    finds(("127.0.0.2", 5), ("x", 4)),
]


def step(lookup, proceed):
    client = follow(netuv.Socket())
    client.on("error", lambda error: trace(error.code, getattr(error, "host", None)))
    client.on("close", proceed)
    client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)


series(lookups, step)

run()
