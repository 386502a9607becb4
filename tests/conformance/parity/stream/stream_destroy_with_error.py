"""The error is emitted once, then the close, both at a later tick."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data end error close")
source.push("a")
same = source.destroy(Exception("broken")) is source
trace(same, source.destroyed, source.closed, source.errored)
source.destroy(Exception("again"))
trace(source.push("b"), source.readable_length)

run()
