"""read(0), read() with too little, and read() at the end."""

from _streams import Readable
from _trace import netuv, run, trace

source = Readable(read=lambda stream, size: trace("asked", size), high_water_mark=6)
source.on("readable", lambda: trace("readable", source.readable_length))
source.on("end", lambda: trace("end"))
source.push("abc")
trace(source.read(0), source.readable_length)
trace(source.read(5), source.readable_length)
trace(source.read(2), source.readable_length)


@netuv.set_immediate
def _():
    trace(source.read(10))
    source.push("de")
    trace(source.read(3), source.read(1), source.readable_length)
    source.push(None)

    @netuv.set_immediate
    def _():
        trace(source.read(), source.readable_ended)
        netuv.set_immediate(lambda: trace(source.read(), source.readable_ended))


run()
