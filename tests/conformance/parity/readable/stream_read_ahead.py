"""Nothing is read ahead beyond the high-water mark."""

from _streams import Readable
from _trace import run, trace, turns, watch

count = 0


def read(stream, size):
    global count
    trace("asked", stream.readable_length)
    count += 1
    stream.push(None if count > 6 else "xy")


source = Readable(high_water_mark=4, read=read)


@source.once("readable")
def _():
    @turns(3)
    def _():
        trace("ahead", source.readable_length)
        watch(source, "source", "data end")
        source.resume()


run()
