"""With both kinds of listeners the readable one reads, the data one is called."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data end")


@source.on("readable")
def _():
    trace("readable")
    while source.read(1) is not None:
        pass


source.push("abc")
netuv.set_immediate(source.push, None)

run()
