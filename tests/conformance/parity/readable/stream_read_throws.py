"""What _read throws destroys the stream."""

from _streams import Readable
from _trace import run, trace, watch


class Broken(Readable):
    def _read(self, size):
        raise OSError(0, "broken")


source = Broken()
watch(source, "source", "data end error close")
trace(source.read(), source.destroyed, source.readable, source.readable_aborted)

run()
