"""A transform of objects on both sides."""

from _streams import Transform
from _trace import run, trace, watch

t = Transform(
    object_mode=True,
    transform=lambda stream, value, encoding, callback: callback(None, value * 2),
)
watch(t, "t", "data finish end close")
trace(t.write(1), t.write(21), t.readable_object_mode, t.writable_object_mode)
t.end()
run()
