"""A closed server listens again."""

from _trace import HOST, listen, netuv, run, watch

left = 2
server = netuv.create_server(lambda served: served.end(f"{left}"))


def again():
    @listen(server)
    def _(port):
        client = netuv.connect(port, HOST)
        watch(client, "client", "data close")
        client.on("close", lambda had_error: server.close())


watch(server, "server", "listening close")


@server.on("close")
def _():
    global left
    left -= 1
    if left > 0:
        again()


again()

run()
