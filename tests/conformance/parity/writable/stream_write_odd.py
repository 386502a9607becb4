"""write() of what is no chunk, of nothing, with encodings right and wrong, in each mode."""

from _streams import Writable
from _trace import attempt, run, trace


def sink(name, **options):
    def write(stream, chunk, encoding, callback):
        trace(name, chunk, encoding)
        callback()

    stream = Writable(write=write, **options)
    stream.on("error", lambda error: trace(name, "error", error))
    return stream


for name, options in (
    ("bytes", {}),
    ("kept", {"decode_strings": False}),
    ("objects", {"object_mode": True}),
):
    stream = sink(name, **options)
    attempt("text", lambda: stream.write("é", "latin1"))  # noqa: B023
    attempt("empty", lambda: stream.write(""))  # noqa: B023
    attempt("no bytes", lambda: stream.write(b""))  # noqa: B023
    attempt("bytes", lambda: stream.write(b"b", "hex"))  # noqa: B023
    attempt("hex", lambda: stream.write("6162", "hex"))  # noqa: B023
    attempt("null", lambda: stream.write(None))  # noqa: B023
    attempt("number", lambda: stream.write(5))  # noqa: B023
    attempt("list", lambda: stream.write([]))  # noqa: B023
    attempt("unknown", lambda: stream.write("x", "morse"))  # noqa: B023
    trace(stream.writable_length, stream.destroyed)

run()
