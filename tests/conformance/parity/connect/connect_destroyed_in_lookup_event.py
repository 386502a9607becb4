"""A socket destroyed by a listener of its "lookup"."""

from _trace import HOST, answers, follow, netuv, run, series


def step(lookup, proceed):
    client = follow(netuv.Socket())
    client.on("lookup", lambda *_: client.destroy())
    client.on("close", proceed)
    client.connect(port=1, host="h.test", lookup=lookup)


series([answers(None, HOST, 4), answers(LookupError("no such name")), answers(None, "x", 4)], step)

run()
