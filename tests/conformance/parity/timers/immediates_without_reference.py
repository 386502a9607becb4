"""An immediate without reference waits for the poll; one that is over or cleared has none."""

from _trace import listen, netuv, run, trace


@netuv.create_server
def server(socket):
    @socket.on("data")
    def _(data):
        trace("data", data)

        def immediate():
            trace("immediate", done.has_ref(), done.ref() is done, done.has_ref())
            cleared = netuv.set_immediate(lambda: trace("never"))
            netuv.clear_immediate(cleared)
            trace("cleared", cleared.has_ref(), cleared.ref().has_ref(), cleared.unref().has_ref())
            socket.destroy()

        done = netuv.set_immediate(immediate)
        trace(done.has_ref(), done.unref().has_ref(), done.ref().has_ref())


def begin(port):
    def connected():
        server.close()
        netuv.set_immediate(lambda: trace("loose")).unref()
        netuv.set_timeout(lambda: client.write("x"), 20)

    client = netuv.connect(port, "127.0.0.1", connected)

    client.on("close", lambda *_: trace("close"))


listen(server, begin)

run()
