"""With autoDestroy off neither the end nor an error destroys."""

from _streams import Readable, Writable
from _trace import run, trace, turns, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback, Exception("broken"))


source = Readable(auto_destroy=False, read=lambda stream, size: None)
watch(source, "source", "end error close")
source.resume()
source.push(None)
sink = Writable(auto_destroy=False, write=write)
watch(sink, "sink", "finish error close")
sink.write("a", lambda error: trace("done", error))
turns(2, lambda: trace(source.destroyed, sink.destroyed, sink.errored, sink.writable))

run()
