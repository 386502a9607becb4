"""An error given within _write is emitted at the next tick."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback(Exception("broken"))


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
result = sink.write("a", lambda error: trace("done", error))
trace(result, sink.destroyed, sink.errored, sink.writable)
trace(sink.write("b", lambda error: trace("done b", error)))

run()
