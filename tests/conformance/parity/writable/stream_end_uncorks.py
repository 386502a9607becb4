"""end() uncorks wholly, and writes its own chunk with the rest."""

from _streams import Writable
from _trace import run, trace, watch


def writev(stream, chunks, callback):
    trace([each.chunk for each in chunks])
    callback()


sink = Writable(writev=writev)
watch(sink, "sink", "finish close")
sink.cork()
sink.cork()
sink.write("a")
sink.end("b", lambda: trace("ended"))
trace(sink.writable_corked, sink.writable_ended, sink.writable_finished)

run()
