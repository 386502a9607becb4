"""A destroyed transform neither flushes nor ends."""

from _streams import Transform
from _trace import run, trace, watch


def flush(stream, callback):
    trace("flush")
    callback()


t = Transform(
    transform=lambda stream, chunk, encoding, callback: callback(None, chunk), flush=flush
)
watch(t, "t", "data prefinish finish end error close")
t.write("one")
t.destroy()
t.write("two", lambda error: trace("two", error))
t.end()
run()
