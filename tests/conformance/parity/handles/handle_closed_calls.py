"""Every call to a socket whose handle somebody has closed; what is written and read is an error."""

from _trace import HOST, listen, netuv, run, series, trace, watch


def answer(label):
    return lambda error=None: trace(label, error)


def corked(c):
    c.cork()
    c.write("a", answer("a"))
    c.write(b"b", answer("b"))
    c.uncork()


calls = {
    "write": lambda c: trace(c.write("foo")),
    "write bytes": lambda c: trace(c.write(b"foo")),
    "write nothing": lambda c: trace(c.write("")),
    "write callback": lambda c: trace(c.write("foo", answer("written"))),
    "corked": corked,
    "end": lambda c: c.end(),
    "end data": lambda c: c.end("x", answer("ended")),
    "end callback": lambda c: c.end(answer("ended")),
    "destroy_soon": lambda c: c.destroy_soon(),
    "no delay": lambda c: c.set_no_delay(True),
    "keep alive": lambda c: c.set_keep_alive(True, 1000),
    "ref": lambda c: c.ref().unref().ref(),
    "timeout": lambda c: c.set_timeout(60000),
    "address": lambda c: trace(
        c.local_address, c.local_port, c.local_family, c.remote_address, c.remote_port
    ),
    "counts": lambda c: trace(c.bytes_written, c.bytes_read, c.buffer_size, c.writable_length),
    "state": lambda c: trace(c.pending, c.ready_state, c.connecting, c.destroyed),
    "pause": lambda c: c.pause(),
    "resume": lambda c: c.resume(),
    "read": lambda c: trace(c.read()),
    "data listener": lambda c: c.on("data", lambda data: trace("data")),
    "reset": lambda c: c.reset_and_destroy(),
    "destroy": lambda c: c.destroy(),
    "destroy error": lambda c: c.destroy(Exception("mine")),
}

server = netuv.create_server(lambda served: served.on("error", lambda error: None).resume())


@listen(server)
def _(port):
    def step(name, proceed):
        trace("--", name)
        client = netuv.connect(port, HOST)
        watch(client, "client", "end finish drain timeout error")

        def later():
            c = client
            trace(c.destroyed, c.writable, c.readable, c.pending, c.ready_state)
            client.destroy()
            proceed()

        def connected():
            client._handle.close()
            calls[name](client)
            netuv.set_timeout(later, 20)

        client.on("connect", connected)

    series(list(calls), step, server.close)


run()
