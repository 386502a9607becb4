"""What is no function closes a server all the same."""

from _trace import attempt, netuv, run, series, trace, watch

values = {"text": "bad argument", "number": 5, "true": True, "list": [], "nothing": None}


def step(name, proceed):
    server = netuv.create_server()
    watch(server, name, "listening error close")
    server.listen(0)
    attempt(name, lambda: server.close(values[name]) is server)
    trace(server.listening)
    server.on("close", proceed)


series(
    list(values),
    step,
    lambda: attempt("not open", lambda: netuv.create_server().close("bad argument").listening),
)

run()
