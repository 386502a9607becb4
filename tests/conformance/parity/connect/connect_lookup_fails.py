"""The error of a lookup function, given at once and later, is the socket's."""

from _trace import follow, netuv, run, series, trace

broken = LookupError("no such name")
lookups = {
    "at once": lambda hostname, callback, **_: callback(broken),
    "later": lambda hostname, callback, **_: netuv.set_immediate(callback, broken),
    "beside an address": lambda hostname, callback, **_: callback(broken, "127.0.0.1", 4),
}


def step(name, proceed):
    client = follow(netuv.Socket(), name)
    client.on("error", lambda error: trace(error is broken))
    client.on("close", proceed)
    client.connect(port=1, host="h.test", lookup=lookups[name])
    netuv.next_tick(lambda: trace("tick"))


series(list(lookups), step)

run()
