"""finished() waits for one side of a duplex only, if asked to."""

from _streams import Duplex, finished
from _trace import run, trace, watch

import netuv

d = Duplex(
    read=lambda stream, size: None,
    write=lambda stream, chunk, encoding, callback: callback(None),
)
watch(d, "d", "finish end close")
finished(d, lambda error: trace("writing", error), readable=False)
finished(d, lambda error: trace("reading", error), writable=False)
finished(d, lambda error: trace("both", error))
d.end()


def end():
    d.push(None)
    d.resume()


netuv.set_immediate(end)
run()
