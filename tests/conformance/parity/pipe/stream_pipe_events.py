"""The destination emits "pipe" and "unpipe"; the listeners that stay on both."""

from _streams import PassThrough, Readable
from _trace import run, trace

source = Readable(read=lambda stream, size: None)
sink = PassThrough()


def listeners(step):
    trace(
        step,
        [source.listener_count(event) for event in ("data", "end", "error", "close")],
        [sink.listener_count(event) for event in ("drain", "error", "close", "finish", "unpipe")],
    )


sink.on(
    "pipe", lambda source_, *more: listeners(f"pipe {str(source_ is source).lower()} {len(more)}")
)
sink.on("unpipe", lambda source_, *_: listeners(f"unpipe {str(source_ is source).lower()}"))
listeners("new")
trace(source.pipe(sink) is sink)
listeners("piped")
trace(source.unpipe(PassThrough()) is source)
trace(source.unpipe(sink) is source)
listeners("unpiped")
source.unpipe()
source.pipe(sink)
source.push("a")
source.push(None)
sink.on("data", lambda data: trace("data", data))
sink.on("end", lambda: listeners("end"))

run()
