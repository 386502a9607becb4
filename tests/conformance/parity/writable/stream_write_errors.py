"""What cannot be written is an error at the call."""

from _streams import Writable
from _trace import attempt, run, trace


def write(stream, chunk, encoding, callback):
    callback()


sink = Writable(write=write)
attempt("null", lambda: sink.write(None))
attempt("number", lambda: sink.write(3))
attempt("object", lambda: sink.write({}))
attempt("encoding", lambda: sink.write("a", "klingon"))
attempt("default", lambda: sink.set_default_encoding("klingon"))
attempt("objects", lambda: Writable(object_mode=True, write=lambda *_: None).write(None))
trace(sink.destroyed)

run()
