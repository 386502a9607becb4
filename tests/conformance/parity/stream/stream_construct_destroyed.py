"""Destroyed while it is constructed, a stream is released afterwards."""

from _streams import Readable
from _trace import run, trace, watch

import netuv


def construct(stream, callback):
    trace("construct")
    netuv.set_immediate(callback)


def release(stream, error, callback):
    trace("release", error)
    callback(error)


source = Readable(construct=construct, read=lambda *_: trace("read"), destroy=release)
watch(source, "source", "error close")
source.destroy(Exception("broken"))
trace(source.destroyed, source.closed)

run()
