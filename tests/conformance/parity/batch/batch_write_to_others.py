"""Each listener writes to all the others' clients: everything arrives, in order."""

from _trace import crowd, run, trace


@crowd(4)
def _(clients, served):
    received = [[] for _ in clients]
    left = 4
    for i, c in enumerate(clients):
        c.on("data", received[i].append)
        c.on("end", lambda i=i: trace("client", i, b"".join(received[i]).decode()))
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            nonlocal left
            trace(i, data)
            for t in served:
                t.write(f"{i} ", lambda: trace("written", i))
            left -= 1
            if left == 0:
                for t in served:
                    t.end()

    for i in (2, 0, 3, 1):
        clients[i].write(f"to {i}")


run()
