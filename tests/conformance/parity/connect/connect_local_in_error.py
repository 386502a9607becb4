"""Where from, in the error of every kind of connect that fails."""

from _trace import HOST, answers, finds, listen, netuv, path, run, series, trace, watch

taken = netuv.create_server()
gone = netuv.create_server()
plain = netuv.create_server()


def begin(in_use, refusing, free):
    both = {"local_address": HOST, "local_port": free}
    name = {"port": refusing, "host": "name"}
    here, there = {"port": refusing, "host": HOST}, {"port": refusing, "host": "::1"}
    several = finds((HOST, 4), ("::1", 6))
    cases = {
        "nothing": here,
        "address": {**here, "local_address": HOST},
        "port": {**here, "local_port": free},
        "both": {**here, **both},
        "both, a name": {**name, "lookup": answers(None, HOST, 4), **both},
        "port, several": {
            **name,
            "lookup": several,
            "local_port": free,
            "auto_select_family": True,
        },
        "IPv6 address": {**there, "local_address": "::1"},
        "IPv6 port": {**there, "local_port": free},
        "IPv6 both": {**there, "local_address": "::1", "local_port": free},
        "in use": {**here, "local_address": HOST, "local_port": in_use},
        "in use, port": {**here, "local_port": in_use},
        "not here": {**here, "local_address": "192.0.2.1"},
        "not here, port": {**here, "local_address": "192.0.2.1", "local_port": free},
        "wrong family": {**here, "local_address": "::1", "local_port": free},
        "at once": {"port": refusing, "host": "192.0.2.1", **both},
        "path": {"path": path("none"), **both},
    }

    def fields(error):
        port = getattr(error, "local_port", None)
        known = None if port is None else port == free
        trace(error.code, error.syscall, getattr(error, "local_address", None), known)

    def step(label, proceed):
        trace("--", label)
        client = netuv.connect(**cases[label])
        watch(client, label, "lookup connect ready error close")
        client.on("error", lambda error: [fields(e) for e in getattr(error, "errors", [error])])
        client.on("close", proceed)

    series(list(cases), step, taken.close)


@listen(taken)
def _(in_use):
    @listen(gone)
    def _(refusing):
        @listen(plain)
        def _(free):
            gone.close(lambda *_: plain.close(lambda *_: begin(in_use, refusing, free)))


run()
