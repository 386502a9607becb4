"""Whatever has `aborted` and takes a listener does as a signal."""

from _streams import Readable, finished
from _trace import attempt, run, trace

import netuv


class Like:
    def __init__(self, aborted):
        self.aborted = aborted
        self.listeners = []

    def add_event_listener(self, name, listener):
        self.listeners.append(listener)

    def abort(self):
        for listener in self.listeners:
            listener(None)


def reader():
    return Readable(read=lambda *_: None)


for aborted in (True, False):
    signal = Like(aborted)
    source = reader()
    finished(
        source,
        lambda error, source=source: trace("aborted", error, source.destroyed),
        signal=signal,
    )
    if not aborted:
        signal.abort()
over = reader()
over.destroy()
netuv.set_immediate(lambda: finished(over, lambda error: trace("over", error), signal=Like(True)))
both = reader()
both.push(None)
both.resume()
both.on("end", lambda: finished(both, lambda error: trace("in end", error), signal=Like(True)))
for wrong in ("signal", 5, {}, True):
    attempt("wrong", lambda wrong=wrong: finished(reader(), lambda: None, signal=wrong))

run()
