"""Every form of listen() with a port, or none, listens; the callback comes with "listening"."""

from _trace import HOST, netuv, run, series, trace

forms = {
    "nothing": lambda server, done: server.listen(done),
    "undefined": lambda server, done: server.listen(None, done),
    "port": lambda server, done: server.listen(0, done),
    "port as text": lambda server, done: server.listen("0", done),
    "port as hex": lambda server, done: server.listen("0x0", done),
    "port, host": lambda server, done: server.listen(0, HOST, done),
    "port, backlog": lambda server, done: server.listen(0, 5, done),
    "port, host, backlog": lambda server, done: server.listen(0, HOST, 5, done),
    "port, undefined, backlog": lambda server, done: server.listen(0, None, 5, done),
    "port, backlog as text": lambda server, done: server.listen(0, "::1", "5", done),
    "options": lambda server, done: server.listen(done, port=0),
    "options, port undefined": lambda server, done: server.listen(done, port=None),
    "options, host, backlog": lambda server, done: server.listen(
        done, port="0", host="::1", backlog=5
    ),
    "options, exclusive": lambda server, done: server.listen(
        done, port=0, host=HOST, exclusive=True
    ),
    "options, backlog 0": lambda server, done: server.listen(done, port=0, host=HOST, backlog=0),
    "options, empty host": lambda server, done: server.listen(done, port=0, host=""),
}


def step(name, proceed):
    server = netuv.create_server()
    server.on("listening", lambda: trace("listening", server.listening))

    def listening():
        trace(name, server.address(), server.listener_count("listening"))
        server.close(proceed)

    given = forms[name](server, listening)
    trace(given is server, server.listening)


series(list(forms), step)

run()
