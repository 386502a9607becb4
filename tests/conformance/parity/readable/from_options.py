"""The options of from() are those of a Readable, over its own defaults."""

from _streams import Readable
from _trace import run, trace

plain = Readable.from_(["a"])
trace("plain", plain.readable_object_mode, plain.readable_high_water_mark)
read = Readable.from_(["ab", "cd"], object_mode=False, high_water_mark=3, encoding="hex")
trace("bytes", read.readable_object_mode, read.readable_high_water_mark, read.readable_encoding)
read.on("data", lambda chunk: trace("data", chunk))
run()
