"""The function that finished() returns ends the waiting."""

from _streams import Readable, finished
from _trace import run, trace

r = Readable(read=lambda stream, size: None)
cleanup = finished(r, lambda error: trace("never"))
cleanup()
trace(r.listener_count("end"), r.listener_count("close"), r.listener_count("error"))
r.push(None)
r.resume()
r.on("close", lambda: trace("close"))
run()
