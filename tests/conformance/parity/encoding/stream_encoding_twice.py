"""set_encoding() when something waits already, and a second one."""

from _streams import Readable
from _trace import attempt, run, trace

source = Readable(read=lambda stream, size: None)
attempt("unknown", lambda: source.set_encoding("morse"))
source.push("é€".encode())
trace(source.readable_length, source.readable_encoding)
source.set_encoding("hex")
trace(source.readable_length, source.readable_encoding, source.read(4))
source.push("z")
source.set_encoding()
trace(source.readable_length, source.readable_encoding)
source.push(b"\xc3")
trace(source.readable_length)
source.push(None)
source.on("data", lambda data: trace("data", data))
source.on("end", lambda: trace("end"))

run()
