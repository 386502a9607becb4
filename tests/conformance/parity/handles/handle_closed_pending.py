"""What a socket waited for when somebody closed its handle: writes, an end, a timeout."""

from _trace import HOST, create_server, listen, netuv, run, series, trace, watch


def answer(label):
    return lambda error=None: trace(label, error)


much = bytes(32 << 20)
cases = {
    "a write": lambda c: c.write(much, answer("written")),
    "writes": lambda c: (c.write(much, answer("first")), c.write("more", answer("second"))),
    "a write and an end": lambda c: (c.write(much, answer("written")), c.end(answer("ended"))),
    "an end": lambda c: c.end(answer("ended")),
    "a timeout": lambda c: c.set_timeout(10),
}

kept = []


@create_server(pause_on_connect=True)
def server(served):
    kept.append(served.on("error", lambda error: None))


def over():
    server.close()
    for served in kept:
        served.destroy()


@listen(server)
def _(port):
    def step(name, proceed):
        trace("--", name)
        client = netuv.connect(port, HOST)
        watch(client, "client", "end finish drain timeout error")

        def later():
            trace(client.destroyed, client.writable_length, client.pending)
            client.destroy()
            proceed()

        def connected():
            client.pause()
            cases[name](client)
            client._handle.close()
            netuv.set_timeout(later, 50)

        client.on("connect", connected)

    series(list(cases), step, over)


run()
