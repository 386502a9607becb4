"""no_delay and keep_alive reach the handle that connects, not only the first one."""

from _trace import HOST, finds, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


calls = {}


def spy(name):
    def method(self, *args):
        shown = " ".join([name, *(str(int(each)) for each in args)])
        calls.setdefault(self, []).append(shown)

    setattr(netuv.TCP, name, method)


@listen(server)
def _(port):
    spy("set_no_delay")
    spy("set_keep_alive")
    client = netuv.connect(
        port=port,
        host="h.test",
        lookup=finds(("127.0.0.2", 4), (HOST, 4)),
        auto_select_family=True,
        no_delay=True,
        keep_alive=True,
        keep_alive_initial_delay=3000,
    )
    client.on("connect", lambda: trace(sorted(calls[client._handle])))
    client.resume()


run()
