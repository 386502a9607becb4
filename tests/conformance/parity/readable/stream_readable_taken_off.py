"""Data flows again when the last readable listener is gone."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(read=lambda stream, size: None)


def listener():
    trace("readable", source.readable_length)


source.on("readable", listener)
watch(source, "source", "data end")
source.push("abc")


@netuv.set_immediate
def _():
    trace(source.readable_flowing)
    source.off("readable", listener)
    netuv.set_immediate(lambda: trace(source.readable_flowing))


run()
