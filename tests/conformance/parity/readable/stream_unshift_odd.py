"""unshift() of nothing, of None, of text, with an encoding, and at the wrong time."""

from _streams import Readable
from _trace import attempt, netuv, run, trace

source = Readable(read=lambda stream, size: None)
source.on("error", lambda error: trace("error", error))
attempt("empty", lambda: source.unshift(""))
attempt("bytes", lambda: source.unshift(b"b"))
attempt("text", lambda: source.unshift("61", "hex"))
trace(source.readable_length, source.read())
source.set_encoding("utf8")
attempt("after encoding", lambda: source.unshift(b"e"))
attempt("text after encoding", lambda: source.unshift("x"))
trace(source.readable_length, source.read())


@netuv.set_immediate
def _():
    other = Readable(read=lambda stream, size: None)
    other.on("error", lambda error: trace("other error", error))
    other.on("data", lambda data: trace("data", data))

    @other.on("end")
    def _():
        trace("end")
        attempt("after the end", lambda: other.unshift("late"))

    attempt("none", lambda: other.unshift(None))


run()
