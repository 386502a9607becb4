"""A function gives the buffer: once at first, then after each callback."""

from _trace import HOST, listen, netuv, run, trace, watch

buffers = []


def buffer():
    trace("give", len(buffers))
    buffers.append(bytearray(len(buffers) + 1))
    return buffers[-1]


def callback(count, filled):
    index = next(index for index, each in enumerate(buffers) if each is filled)
    trace("read", bytes(filled[:count]), index)


@netuv.create_server
def server(served):
    served.end("a bb ccc dddd")
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port=port, host=HOST, onread={"buffer": buffer, "callback": callback})
    trace("connecting", len(buffers))
    watch(client, "client")


run()
