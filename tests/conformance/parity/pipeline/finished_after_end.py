"""finished() on a stream that was ended waits until all is written."""

from _streams import Writable, finished
from _trace import run, trace

import netuv

held = []
w = Writable(
    auto_destroy=False, write=lambda stream, chunk, encoding, callback: held.append(callback)
)

w.end("a")
finished(w, lambda error: trace("finished", error, w.writable_finished))
netuv.set_immediate(lambda: held.pop()())
run()
