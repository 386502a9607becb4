"""When "listening" comes, beside ticks and immediates; the callback comes with it."""

from _trace import HOST, netuv, path, run, series, trace


def step(place, proceed):
    server = netuv.create_server()
    server.on("listening", lambda: trace("listener"))
    netuv.next_tick(lambda: trace("tick before"))
    netuv.set_immediate(lambda: trace("immediate"))

    def listening():
        trace("callback")
        server.close(proceed)

    server.listen(*place, listening)
    netuv.next_tick(lambda: trace("tick after"))
    trace("called", server.listening)


series([(0,), (0, HOST), (path("order"),)], step)

run()
