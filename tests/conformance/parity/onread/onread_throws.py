"""An exception of the callback: the next bytes come all the same."""

from _trace import pair, run, trace, watch

given = 0


def buffer():
    global given
    trace("give", given)
    given += 1
    return bytearray(4)


def callback(count, filled):
    global given
    trace("read", bytes(filled[:count]))
    if given < 3:
        given = 3
    else:
        return
    raise Exception("broken")


@pair(client={"onread": {"buffer": buffer, "callback": callback}})
def _(client, served, server):
    watch(client, "client", "error end close")
    served.end("one two three")


run()
