"""The writable side outlives the end, unless half-open is not allowed."""

from _streams import Duplex
from _trace import run, trace, turns, watch


def make(allow_half_open):
    def write(stream, chunk, encoding, callback):
        trace("write", chunk)
        callback()

    both = Duplex(allow_half_open=allow_half_open, read=lambda stream, size: None, write=write)
    watch(both, "open" if allow_half_open else "shut", "end finish close")
    both.resume()
    both.push(None)

    @turns(2)
    def _():
        trace(both.allow_half_open, both.writable, both.writable_ended, both.destroyed)
        if both.writable:
            both.end("late")


make(True)
make(False)

run()
