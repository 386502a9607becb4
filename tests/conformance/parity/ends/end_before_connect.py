"""end() on a socket that is never connected: its callback and "finish" come at once."""

from _trace import netuv, run, series, trace, turns, watch


def after_a_write(s):
    s.write("x", lambda error=None: trace("written", error))
    s.end(lambda error=None: trace("callback", error))


def corked(s):
    s.cork()
    s.end(lambda error=None: trace("callback", error))


def later(s):
    s.end()
    turns(1, lambda: s.end(lambda error=None: trace("late", error and error.code)))


ways = {
    "end": lambda s: s.end(lambda error=None: trace("callback", error)),
    "end without": lambda s: s.end(),
    "twice": lambda s: s.end(lambda error=None: trace("first", error)).end(
        lambda error=None: trace("second", error)
    ),
    "data": lambda s: s.end("x", lambda error=None: trace("callback", error)),
    "after a write": after_a_write,
    "destroy soon": lambda s: s.destroy_soon(),
    "corked": corked,
    "awaited later": later,
}


def step(name, proceed):
    trace("--", name)
    socket = netuv.Socket()
    watch(socket, "socket", "connect end finish error")
    ways[name](socket)
    trace(socket.writable, socket.ready_state, socket.writable_ended)

    @turns(3)
    def _():
        s = socket
        trace(s.destroyed, s.writable, s.readable, s.writable_finished, s.ready_state)
        proceed()


series(list(ways), step)

run()
