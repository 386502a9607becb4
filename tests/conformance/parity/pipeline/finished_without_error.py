"""finished() that is not to heed errors has the error from the close."""

from _streams import PassThrough, finished
from _trace import run, trace

s = PassThrough()
s.on("error", lambda error: trace("error", error))
s.on("close", lambda: trace("close"))
finished(s, lambda error: trace("finished", error), error=False)
trace(s.listener_count("error"))
s.destroy(Exception("bad"))
run()
