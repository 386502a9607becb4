"""The methods that give the socket itself: before it connects, while it does, after its end."""

from _trace import HOST, attempt, listen, netuv, run, trace


def chains(step, s):
    trace(step)
    attempt("set_no_delay", lambda: s.set_no_delay() is s)
    attempt("set_keep_alive", lambda: s.set_keep_alive(True, 1000) is s)
    attempt("set_timeout", lambda: s.set_timeout(1000) is s)
    attempt("set_timeout", lambda: s.set_timeout(0, lambda: None) is s)
    attempt("ref", lambda: s.ref() is s)
    attempt("unref", lambda: s.unref() is s)
    attempt("pause", lambda: s.pause() is s)
    attempt("resume", lambda: s.resume() is s)
    attempt("is_paused", lambda: s.is_paused())
    attempt("set_encoding", lambda: s.set_encoding("utf8") is s)
    attempt("set_default_encoding", lambda: s.set_default_encoding("utf8") is s)
    attempt("set_max_listeners", lambda: s.set_max_listeners(20) is s)
    attempt("off", lambda: s.off("data", lambda data: None) is s)
    attempt("unpipe", lambda: s.unpipe() is s)
    s.ref()


@netuv.create_server
def server(served):
    server.close()
    served.end()
    served.resume()


@listen(server)
def _(port):
    client = netuv.Socket()
    chains("new", client)
    attempt("connect", lambda: client.connect(port, HOST) is client)
    chains("connecting", client)

    @client.on("connect")
    def _():
        chains("connect", client)
        attempt("end", lambda: client.end() is client)
        attempt("end again", lambda: client.end() is client)

    @client.on("close")
    def _(had_error):
        chains("close", client)
        attempt("destroy", lambda: client.destroy() is client)
        attempt("reset", lambda: client.reset_and_destroy() is client)
        attempt("destroy_soon", lambda: client.destroy_soon())
        attempt("address", lambda: len(client.address() or ()))


run()
