"""A high-water mark is a whole number, not negative."""

from _streams import Duplex, Readable, Writable
from _trace import attempt, run

attempt("negative", lambda: Readable(high_water_mark=-1).readable)
attempt("fraction", lambda: Writable(high_water_mark=1.5).writable)
attempt("text", lambda: Readable(high_water_mark="x").readable)
attempt("both sides", lambda: Duplex(high_water_mark=-1).readable)
attempt("one side", lambda: Duplex(writable_high_water_mark=-1).readable)
attempt("zero", lambda: Readable(high_water_mark=0).readable_high_water_mark)

run()
