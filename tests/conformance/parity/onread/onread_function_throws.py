"""An exception of the function that gives the buffer: the last one stays."""

from _trace import pair, run, trace, watch

given = 0
first = bytearray(4)


def buffer():
    global given
    given += 1
    if given == 2:
        raise Exception("no buffer")
    return first if given == 1 else bytearray(4)


def callback(count, filled):
    trace("read", bytes(filled[:count]), filled is first)


@pair(client={"onread": {"buffer": buffer, "callback": callback}})
def _(client, served, server):
    watch(client, "client", "error end close")
    served.end("one two three")


run()
