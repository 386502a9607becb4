"""Something that is no chunk destroys the stream with an error."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data end error close")
trace(source.push(3), source.destroyed, source.push("a"))

run()
