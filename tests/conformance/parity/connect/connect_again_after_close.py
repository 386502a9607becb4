"""A socket that has closed connects again and is as good as new."""

from _trace import HOST, listen, netuv, run, trace, watch

left = 2


@netuv.create_server
def server(served):
    global left
    served.end(f"hello {left}")
    left -= 1
    if left == 0:
        server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST)
    watch(client, "client")

    @client.once("close")
    def _(had_error):
        trace(client.destroyed, client.bytes_read)
        client.connect(port, HOST)
        trace(client.destroyed, client.connecting, client.ready_state)


run()
