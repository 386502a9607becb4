"""An error of a transform destroys it."""

from _streams import Transform
from _trace import run, trace, watch


def transform(stream, chunk, encoding, callback):
    callback(Exception("bad"))


t = Transform(transform=transform)
watch(t, "t", "data prefinish finish end error close")
t.write("one", lambda error: trace("one", error))
t.write("two", lambda error: trace("two", error))
t.end()
run()
