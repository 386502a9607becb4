"""An error from _final goes to the callback of end(); there is no finish."""

from _streams import Writable
from _trace import run, trace, watch


def final(stream, callback):
    callback(Exception("broken"))


sink = Writable(write=lambda *_: None, final=final)
watch(sink, "sink", "prefinish finish error close")
sink.end(lambda error: trace("ended", error))
trace(sink.destroyed)


class Thrower(Writable):
    def _final(self, callback):
        raise Exception("thrown")


thrower = Thrower(write=lambda *_: None)
watch(thrower, "thrower", "prefinish finish error close")
thrower.end()

run()
