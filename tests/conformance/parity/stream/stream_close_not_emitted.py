"""With emitClose off the stream closes silently."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(emit_close=False, read=lambda stream, size: None)
watch(source, "source", "end error close")
source.destroy(Exception("broken"))
netuv.set_immediate(lambda: trace(source.closed, source.destroyed))

run()
