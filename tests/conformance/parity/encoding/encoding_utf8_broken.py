"""Bytes that are no utf-8, and half a character at the end, are replacement characters."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    served.set_encoding("utf8")
    watch(served, "served", "data end")
    client.end(bytes([0x61, 0xFF, 0x62, 0xE2, 0x82]))


run()
