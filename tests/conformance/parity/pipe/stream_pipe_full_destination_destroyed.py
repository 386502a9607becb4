"""A destination that is destroyed while it is full holds the others up no more."""

from _streams import Readable, Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    trace("quick", chunk)
    callback(None)


source = Readable(read=lambda *_: None)
stuck = Writable(high_water_mark=1, write=lambda *_: None)
quick = Writable(write=write)
watch(source, "source", "pause resume end")
watch(stuck, "stuck", "unpipe close")
watch(quick, "quick", "unpipe finish")
stuck.remove_all_listeners("unpipe")
quick.remove_all_listeners("unpipe")
source.pipe(stuck)
source.pipe(quick)
source.push("a")


def later():
    trace(source.readable_flowing, stuck.writable_need_drain)
    source.push("b")
    stuck.destroy()
    netuv.set_immediate(at_last)


def at_last():
    trace(source.readable_flowing)
    source.push("c")
    source.push(None)


netuv.set_immediate(later)

run()
