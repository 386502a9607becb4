"""_destroy releases first; the close waits for it."""

from _streams import Readable
from _trace import run, trace, watch

import netuv


def release(stream, error, callback):
    trace("release", error, stream.destroyed, stream.closed)
    netuv.set_immediate(callback, error)


source = Readable(read=lambda stream, size: None, destroy=release)
watch(source, "source", "error close")
source.on("close", lambda: trace(source.closed))
source.destroy()
trace(source.destroyed, source.closed)

run()
