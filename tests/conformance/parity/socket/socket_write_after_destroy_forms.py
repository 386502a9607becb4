"""write(), end() and their callbacks on a socket that is destroyed, at each step of its life."""

from _trace import HOST, listen, netuv, run, trace, watch


def uses(name, s):
    watch(s, name, "error")
    s.destroy()
    trace(name, s.write("a", lambda error: trace(name, "write", error)))
    trace(name, s.write("b", "latin1"), s.writable_length, s.writable_ended)
    s.end("c", lambda error: trace(name, "end", error))
    s.end(lambda error: trace(name, "end again", error))


uses("never", netuv.Socket())
server = netuv.create_server(lambda served: served.on("error", lambda error: None).resume())


@listen(server)
def _(port):
    uses("connecting", netuv.connect(port, HOST))

    def connected():
        uses("connected", client)
        server.close()

    client = netuv.connect(port, HOST, connected)


run()
