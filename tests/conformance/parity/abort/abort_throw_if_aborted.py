"""throwIfAborted() throws the reason."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
trace(controller.signal.throw_if_aborted())
controller.abort(Exception("why"))
for signal in (controller.signal, netuv.AbortSignal.abort()):
    try:
        signal.throw_if_aborted()
    except Exception as error:
        trace("throws", isinstance(error, netuv.AbortError), error is signal.reason, str(error))

run()
