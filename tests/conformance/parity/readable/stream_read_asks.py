"""_read is asked for the high-water mark, which a longer read() raises to a power of two."""

from _streams import Readable
from _trace import attempt, run, trace

source = Readable(high_water_mark=3, read=lambda stream, size: trace("asked", size))
trace(source.read())
source.push("a")
trace(source.read(9), source.readable_high_water_mark)
source.push("b")
trace(source.read(1), source.readable_high_water_mark)
attempt("too much", lambda: source.read(2**31))

run()
