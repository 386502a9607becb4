"""The error of a lookup for several addresses is the socket's."""

from _trace import follow, netuv, run, series, trace

broken = LookupError("no such name")


def step(lookup, proceed):
    client = follow(netuv.Socket())
    client.on("error", lambda error: trace(error is broken))
    client.on("close", proceed)
    client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)
    netuv.next_tick(lambda: trace("tick"))


series(
    [
        lambda hostname, callback, **_: callback(broken),
        lambda hostname, callback, **_: netuv.set_immediate(callback, broken),
    ],
    step,
)

run()
