"""Reads, writes and the end wait for _construct."""

from _streams import Duplex
from _trace import run, trace, watch

import netuv


def construct(stream, callback):
    trace("construct")
    netuv.set_immediate(callback)


def read(stream, size):
    trace("read")
    stream.push(None)


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


def final(stream, callback):
    trace("final")
    callback()


both = Duplex(construct=construct, read=read, write=write, final=final)
watch(both, "both", "data end finish close")
trace(both.write("a", lambda: trace("done")), both.writable_length, both.read())
both.end()
netuv.next_tick(lambda: trace("tick"))

run()
