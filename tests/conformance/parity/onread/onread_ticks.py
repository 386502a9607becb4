"""Ticks of a callback come before the next callback; immediates after the reads."""

from _trace import netuv, pair, run, trace


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    netuv.next_tick(lambda: trace("tick"))
    netuv.set_immediate(lambda: trace("immediate"))


@pair(client={"onread": {"buffer": bytearray(2), "callback": callback}})
def _(client, served, server):
    client.on("close", lambda _: trace("close"))
    served.end("12345")


run()
