"""A Transform's two sides have marks of their own, also of nothing."""

from _streams import PassThrough
from _trace import run, trace


def marks(name, **options):
    t = PassThrough(**options)
    trace(name, t.readable_high_water_mark, t.writable_high_water_mark)


marks("both", high_water_mark=5)
marks("own", readable_high_water_mark=6, writable_high_water_mark=7)
marks("read", readable_high_water_mark=8)
marks("zero", readable_high_water_mark=0)
marks("zero and more", readable_high_water_mark=0, writable_high_water_mark=9)
marks("all zero", high_water_mark=0)

zero = PassThrough(readable_high_water_mark=0)
zero.on("data", lambda chunk: trace("data", chunk))
zero.on("end", lambda: trace("end"))
zero.write("a")
zero.write("b")
zero.end("c")
run()
