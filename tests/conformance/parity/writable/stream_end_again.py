"""A second end() calls back with an error."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    callback()


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
sink.end(lambda error: trace("first", error))
sink.end(lambda error: trace("second", error))
netuv.set_immediate(lambda: sink.end(lambda error: trace("finished", error)))

run()
