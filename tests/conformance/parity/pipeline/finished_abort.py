"""finished() with a signal stops waiting, and leaves the stream and no listener."""

from _streams import PassThrough, finished
from _trace import run, trace

import netuv

controller = netuv.AbortController()
s = PassThrough()


def over(error):
    trace("finished", error, s.destroyed, s.listener_count("close"), s.listener_count("end"))


finished(s, over, signal=controller.signal)
controller.abort()
trace("aborted")
finished(s, lambda error: trace("aborted before", error), signal=controller.signal)
trace("called")
run()
