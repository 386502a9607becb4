"""A chunk after the end is an error; an empty one and a second end are not."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data end error close")
source.push(None)
trace(source.push(None), source.push(""))
trace(source.push("late"), source.destroyed)

run()
