"""pipe() takes any emitter; what has no write() is found out when there is data."""

from _streams import Readable
from _trace import trace

import netuv


def destroy(stream, error, callback):
    trace("destroy", error)
    callback(None)


quiet = Readable(destroy=destroy)
source = Readable(read=lambda *_: quiet.emit("error", Exception("failed")))
for event in ("pipe", "unpipe", "close"):
    quiet.on(event, lambda *_, event=event: trace("quiet", event))
trace(source.pipe(quiet) is quiet)
for target in (Readable(read=lambda *_: None), netuv.EventEmitter()):
    one = Readable(read=lambda *_: None)
    one.on("end", lambda: trace("end"))
    trace(one.pipe(target) is target)
    one.push("a")
    netuv.set_immediate(one.push, None)

for _ in range(10):
    try:
        netuv.run()
    except Exception as error:
        trace("uncaught", isinstance(error, TypeError))
    else:
        break
trace("exit")
