"""destroy() from inside _write, with more waiting; the callback comes later."""

from _streams import Writable
from _trace import netuv, run, trace, watch


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    sink.destroy()

    @netuv.set_immediate
    def _():
        trace("calls back")
        callback()


sink = Writable(write=write)
watch(sink, "sink", "finish close error drain")
sink.cork()
sink.write("a", lambda error: trace("a", error))
sink.write("b", lambda error: trace("b", error))
sink.uncork()
trace(sink.writable_length, sink.writable_need_drain, sink.destroyed)
sink.write("c", lambda error: trace("c", error))

run()
