"""An old stream is read through a new one, with backpressure."""

from _streams import Readable
from _trace import run, trace, watch

import netuv


class Old(netuv.EventEmitter):
    def pause(self):
        trace("pause")

    def resume(self):
        trace("resume")


old = Old()
source = Readable(high_water_mark=2).wrap(old)
old.emit("data", b"ab")
trace(source.readable_length)
watch(source, "source", "data end close")
netuv.set_immediate(lambda: (old.emit("data", b"c"), old.emit("end")))

run()
