"""Pausing is emitted at once and once, resuming at the next tick."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "pause resume")
source.pause()
source.pause()
trace("paused")
source.resume()
source.resume()
trace("resumed")

run()
