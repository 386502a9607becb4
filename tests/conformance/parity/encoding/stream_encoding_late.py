"""An encoding set late decodes what waits, and its length is in characters."""

from _streams import Readable
from _trace import attempt, run, trace

source = Readable(read=lambda stream, size: None)
source.push("a€".encode())
source.push("€b".encode()[:2])
trace(source.readable_length, source.readable_encoding)
trace(source.set_encoding("utf8") is source, source.readable_length, source.readable_encoding)
source.push("€b".encode()[2:])
trace(source.read(2), source.read())
attempt("unknown", lambda: source.set_encoding("klingon"))

run()
