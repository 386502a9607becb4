"""Each attempt to connect asks for a buffer; the one that wins reads."""

from _trace import HOST, listen, netuv, run, trace, watch

given = 0


def buffer():
    global given
    trace("give", given)
    given += 1
    return bytearray(8)


def callback(count, filled):
    trace("read", bytes(filled[:count]))


def lookup(hostname, callback, **options):
    callback(None, [("127.0.0.2", 4), ("::1", 6), (HOST, 4)])


@netuv.create_server
def server(served):
    served.end("hello")
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(
        port=port,
        host="somewhere",
        lookup=lookup,
        auto_select_family=True,
        onread={"buffer": buffer, "callback": callback},
    )
    watch(client, "client")


run()
