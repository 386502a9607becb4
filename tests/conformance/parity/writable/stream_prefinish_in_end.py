"""Without _final prefinish comes within end(), finish at the next tick."""

from _streams import Writable
from _trace import run, trace, watch

sink = Writable(write=lambda *_: None)
watch(sink, "sink", "prefinish finish close")
trace(sink.end() is sink, sink.writable_finished)

run()
