"""A second call of _final's callback is an error."""

from _streams import Writable
from _trace import run, trace, watch


def final(stream, callback):
    callback()
    callback()


sink = Writable(write=lambda *_: None, final=final)
watch(sink, "sink", "prefinish finish error close")
sink.end(lambda error: trace("ended", error))

run()
