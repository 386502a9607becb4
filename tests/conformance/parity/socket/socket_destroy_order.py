"""Each way to end or destroy a socket: what its peer gets, and in which order."""

from _trace import netuv, pair, run, series, trace, watch


def write_and_soon(s):
    s.write("last")
    s.destroy_soon()


ways = [
    ("destroy", lambda s: s.destroy()),
    ("error", lambda s: s.destroy(Exception("mine"))),
    ("reset", lambda s: s.reset_and_destroy()),
    ("end", lambda s: s.end()),
    ("soon", lambda s: s.destroy_soon()),
    ("write and soon", write_and_soon),
]


def step(way, proceed):
    name, how = way

    @pair
    def _(client, served, server):
        trace("--", name)
        watch(client, "client", "prefinish finish end error")
        watch(served, "served", "data end error close")
        client.resume()
        how(client)
        trace(client.destroyed, client.ready_state)
        closed = []

        def one_closed(had_error):
            closed.append(had_error)
            if len(closed) == 2:
                netuv.set_immediate(proceed)

        for s in (client, served):
            s.on("close", one_closed)


series(ways, step)

run()
