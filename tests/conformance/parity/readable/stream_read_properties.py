"""The properties of a readable stream through its life."""

from _streams import Readable
from _trace import run, trace

import netuv

source = Readable(read=lambda stream, size: None)


def state(what):
    trace(
        what,
        source.readable,
        source.readable_did_read,
        source.readable_aborted,
        source.readable_ended,
        source.destroyed,
        source.closed,
        source.errored,
    )


state("new")
source.push("a")
source.on("data", lambda chunk: state("data"))
source.on("end", lambda: state("end"))
source.on("close", lambda: state("close"))
netuv.set_immediate(source.push, None)

run()
