"""Flowing is unset, then true, then false."""

from _streams import Readable
from _trace import run, trace

source = Readable(read=lambda stream, size: None)


def state(what):
    trace(what, source.readable_flowing, source.is_paused())


state("new")
source.pause()
state("paused")
source.on("data", lambda chunk: None)
state("listened to")
source.resume()
state("resumed")
other = Readable(read=lambda stream, size: None)
other.on("data", lambda chunk: None)
trace(other.readable_flowing, other.is_paused())
other.on("readable", lambda: None)
trace(other.readable_flowing, other.is_paused())

run()
