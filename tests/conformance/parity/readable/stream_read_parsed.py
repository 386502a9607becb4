"""The size of read() is read as a number where it is none."""

from _streams import Readable
from _trace import attempt, run, trace

for size in (
    *("1", "1.0", 1.0, 1.9, " 2px", "-1", "all", "", True),
    *(float("nan"), float("inf"), None, 0.5, -2, "0x10", []),
):
    source = Readable(high_water_mark=0, read=lambda *_: None)
    trace(source.read(size), source.readable_high_water_mark)
    source.push("abcdef")
    trace(source.read(size), source.readable_length)
for size in (2**30 + 1, str(2**30 + 1), 1e21):
    attempt("size", lambda size=size: Readable(read=lambda *_: None).read(size))

run()
