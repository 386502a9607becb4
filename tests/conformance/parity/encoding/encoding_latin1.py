"""latin-1 is one character per byte."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    served.set_encoding("latin1")
    watch(served, "served", "data end")
    client.end(bytes([0x61, 0xE9, 0xFF]))


run()
