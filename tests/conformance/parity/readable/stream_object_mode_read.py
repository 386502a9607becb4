"""In object mode one read gives one object, and each counts one."""

from _streams import Readable
from _trace import run, trace

source = Readable(object_mode=True, high_water_mark=2, read=lambda stream, size: None)
trace(source.push([1]), source.push("two"), source.readable_length, source.readable_object_mode)
trace(source.read(5), source.read(), source.read(), source.readable_length)
trace(Readable(object_mode=True).readable_high_water_mark, Readable().readable_high_water_mark)

run()
