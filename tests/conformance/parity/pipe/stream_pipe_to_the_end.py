"""A pipe brings all data and the end, and has its destination emit."""

from _streams import Readable, Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


source = Readable(read=lambda stream, size: None)
sink = Writable(write=write)
watch(sink, "sink", "finish close")
sink.on("pipe", lambda stream: trace("pipe", stream is source))
sink.on("unpipe", lambda stream: trace("unpipe", stream is source))
trace(source.pipe(sink) is sink, source.readable_flowing)
for text in ("a", "b", None):
    source.push(text)

run()
