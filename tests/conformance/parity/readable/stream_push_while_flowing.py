"""What is pushed into an empty flowing stream is emitted within push()."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data")


@netuv.set_immediate
def _():
    trace("pushed", source.push("a"), source.readable_length)
    source.pause()
    trace("paused", source.push("b"), source.readable_length)


run()
