"""With end false the destination stays open."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace, watch

a = PassThrough()


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

watch(w, "w", "finish close")


def done(error):
    trace("done", w.writable_ended, w.destroyed)
    w.end("more")


pipeline(a, w, done, end=False)
a.end("one")
run()
