"""A readable listener is called once, and takes what it wants."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(read=lambda stream, size: None)


@source.on("readable")
def _():
    length = source.readable_length
    trace("readable", length, source.read(2), source.read(9), source.read(), source.read())


watch(source, "source", "end close")
source.push("abc")
source.push("de")
netuv.set_immediate(source.push, None)

run()
