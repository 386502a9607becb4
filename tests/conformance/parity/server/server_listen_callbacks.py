"""Listeners of "listening" before and after the callback, for a port and for a path."""

from _trace import HOST, netuv, path, run, trace


def listens(name, where, proceed=None, **options):
    server = netuv.create_server()
    server.on("listening", lambda: trace(name, "before", server.listening))

    def callback(*all):
        trace(name, "callback", len(all))
        server.close(*filter(None, [proceed]))

    server.listen(*where, callback, **options)
    server.on("listening", lambda: trace(name, "after"))
    netuv.next_tick(lambda: trace(name, "tick", server.listening))
    trace(name, "called", server.listening, server.listener_count("listening"))


def of_path(*_):
    listens("path", [path("s")], lambda *_: listens("options", [], port=0, host=HOST))


listens("any", [0], lambda *_: listens("host", [0, HOST, 5], of_path))

run()
