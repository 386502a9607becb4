"""An error of the flush destroys the transform before its end."""

from _streams import Transform
from _trace import run, watch

t = Transform(
    transform=lambda stream, chunk, encoding, callback: callback(None, chunk),
    flush=lambda stream, callback: callback(Exception("no flush")),
)
watch(t, "t", "data prefinish finish end error close")
t.end("one")
run()
