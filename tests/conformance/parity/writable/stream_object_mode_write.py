"""In object mode each object counts one."""

from _streams import Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace(chunk, encoding)
    netuv.set_immediate(callback)


sink = Writable(object_mode=True, high_water_mark=2, write=write)
first = sink.write([1, 2])
one = sink.writable_length
second = sink.write(3)
trace(sink.writable_object_mode, first, one, second, sink.writable_length, sink.write(""))
trace(Writable(object_mode=True).writable_high_water_mark, Writable().writable_high_water_mark)

run()
