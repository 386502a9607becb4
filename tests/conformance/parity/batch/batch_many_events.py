"""More sockets than a batch holds, data and end of each in one poll."""

from _trace import crowd, run, trace


@crowd(50)
def _(clients, served):
    for i, s in enumerate(served):
        s.on("data", lambda data, i=i: trace(i, data))
        s.on("end", lambda i=i: trace("end", i))
    for i, c in enumerate(clients):
        c.end(f"to {i}")


run()
