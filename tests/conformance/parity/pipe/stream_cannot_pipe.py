"""A stream that is only writable cannot be piped."""

from _streams import Writable
from _trace import run, watch

sink = Writable(write=lambda *_: None)
watch(sink, "sink", "error close")
sink.pipe(Writable())

run()
