"""Two servers on one handle: the last to listen gets the connections."""

from types import SimpleNamespace

from _trace import HOST, netuv, run, series, trace, watch

forms = {
    "server": lambda first: first,
    "_handle": lambda first: first._handle,
    "object with _handle": lambda first: SimpleNamespace(_handle=first._handle),
    "object with handle": lambda first: SimpleNamespace(handle=first._handle),
}


def step(name, proceed):
    first = netuv.create_server(lambda served: served.end("first"))
    second = netuv.create_server(lambda served: served.end("second"))

    def listening():
        port = first.address().port
        trace(name, second.address().port == port, first.listening, second.listening)
        client = netuv.connect(port, HOST)
        watch(client, "client", "data close")

        @client.on("close")
        def _(had_error):
            second.close()
            first.close(proceed)
            trace(first.address(), second.address())

    first.listen(0, HOST, lambda: second.listen(forms[name](first), listening))


series(list(forms), step)

run()
