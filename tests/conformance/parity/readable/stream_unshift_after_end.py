"""Putting back after the end event is an error."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None, auto_destroy=False)
source.on("end", lambda: trace("end", source.unshift("late")))
watch(source, "source", "data error close")
source.push(None)

run()
