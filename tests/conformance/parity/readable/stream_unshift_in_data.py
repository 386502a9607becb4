"""What a data listener puts back is emitted again at once."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(read=lambda stream, size: None)
first = True


@source.on("data")
def _(chunk):
    global first
    trace("data", chunk)
    if first:
        first = False
        source.unshift("again")


watch(source, "source", "end")
source.push("once")
netuv.set_immediate(source.push, None)

run()
