"""The properties of a writable stream through its life."""

from _streams import Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback)


sink = Writable(write=write)


def state(what):
    trace(
        what,
        sink.writable,
        sink.writable_ended,
        sink.writable_finished,
        sink.writable_aborted,
        sink.destroyed,
        sink.closed,
        sink.errored,
        sink.writable_length,
    )


state("new")
sink.write("a", lambda: state("done"))
state("written")
for event in ("prefinish", "finish", "close"):
    sink.on(event, lambda event=event: state(event))
sink.end()
state("ended")

run()
