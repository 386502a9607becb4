"""A socket that both ends have ended is written to and ended again after another connect()."""

from _trace import HOST, listen, netuv, run, trace, watch

left = 2


@netuv.create_server
def server(served):
    global left
    served.on("data", lambda chunk: served.end(chunk))
    left -= 1
    if left == 0:
        server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST)
    watch(client, "client", "data end finish close")
    client.end("first")

    @client.once("close")
    def _(had_error):
        trace(
            client.writable_ended,
            client.writable_finished,
            client.readable_ended,
            client.bytes_written,
        )
        client.connect(port, HOST)
        trace(client.writable, client.writable_ended, client.readable_ended, client.bytes_written)
        client.end("second", lambda error=None: trace("ended"))


run()
