"""A closed socket connects again and reads into its buffer as before."""

from _trace import HOST, listen, netuv, run, trace, watch

left = 2
given = 0


def buffer():
    global given
    trace("give", given)
    given += 1
    return bytearray(8)


def callback(count, filled):
    trace("read", bytes(filled[:count]))


@netuv.create_server
def server(served):
    global left
    served.end(f"hello {left}")
    left -= 1
    if left == 0:
        server.close()


@listen(server)
def _(port):
    client = netuv.connect(port=port, host=HOST, onread={"buffer": buffer, "callback": callback})
    watch(client, "client")

    @client.once("close")
    def _(had_error):
        trace(client.bytes_read)
        client.connect(port, HOST)


run()
