"""unpipe() without a destination takes all off and pauses."""

from _streams import Readable, Writable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "pause")
for name in ("one", "two"):
    sink = Writable(write=lambda *_: None)
    sink.on("unpipe", lambda stream, name=name: trace(name))
    source.pipe(sink)
source.unpipe()
trace(source.readable_flowing, source.listener_count("data"))
source.unpipe()

run()
