"""The reason is the first one given, or else an AbortError."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
trace(controller.signal.reason)
controller.abort("first")
controller.abort("second")
trace(controller.signal.reason, netuv.AbortSignal.abort(5).reason)
reason = netuv.AbortSignal.abort().reason
trace(isinstance(reason, Exception), type(reason).__name__, str(reason))
own = Exception("own")
trace(netuv.AbortSignal.abort(own).reason is own)

run()
