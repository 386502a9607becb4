"""destroyed set by hand while constructing destroys nothing; destroy() before that does."""

from _streams import Readable, Writable
from _trace import run, trace, turns, watch

import netuv


def write(stream, chunk, encoding, callback):
    trace("write")
    callback(None)


def follow(stream, calls):
    watch(stream, "stream", "error close")
    if calls:
        stream.destroy()
    stream.destroyed = True
    if hasattr(stream, "write"):
        stream.write("a", lambda given: trace("written", given))
    turns(2, lambda: trace(calls, stream.destroyed, stream.closed))


for calls in (False, True):
    for error in (None, Exception("failed")):

        def construct(stream, callback, error=error):
            netuv.set_immediate(callback, error)

        streams = (
            Readable(read=lambda *_: None, construct=construct),
            Writable(write=write, construct=construct),
        )
        for stream in streams:
            follow(stream, calls)

run()
