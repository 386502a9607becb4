"""Readable.from() of an array."""

from _streams import Readable
from _trace import run, trace, watch

r = Readable.from_(["one", "two"])
trace(r.readable_object_mode, r.readable_high_water_mark)
watch(r, "r", "data end close")
run()
