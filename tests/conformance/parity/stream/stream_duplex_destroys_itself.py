"""A duplex destroys itself when both sides are over, whichever was first."""

from _streams import Duplex
from _trace import run, trace, turns, watch


def write(stream, chunk, encoding, callback):
    callback()


def make(name):
    both = Duplex(read=lambda stream, size: None, write=write)
    watch(both, name, "end finish close")
    both.resume()
    return both


first = make("end first")
first.push(None)


@turns(2)
def _():
    trace(first.destroyed, first.readable, first.writable)
    first.end()


second = make("finish first")
second.end()


@turns(3)
def _():
    trace(second.destroyed, second.readable, second.writable)
    second.push(None)


run()
