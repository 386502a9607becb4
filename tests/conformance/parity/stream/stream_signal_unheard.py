"""The AbortError of a signal needs no listener of its own."""

from _streams import Readable
from _trace import attempt, run, watch

import netuv

controller = netuv.AbortController()
source = Readable(signal=controller.signal, read=lambda stream, size: None)
watch(source, "source", "end close")
controller.abort()
attempt("no signal", lambda: Readable(signal=3).readable)

run()
