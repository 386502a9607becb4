"""destroy() has a callback, called before error and close; _undestroy() makes a stream as new."""

from _streams import Duplex, Readable, Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    callback(None)


def follow(stream, error):
    watch(stream, "stream", "error close")
    stream.destroy(error, lambda given: trace("called back", given, stream.closed))
    stream.destroy(Exception("again"), lambda given: trace("at once", given, stream.closed))


for make in (
    lambda **o: Readable(read=lambda *_: None, **o),
    lambda **o: Writable(write=write, **o),
    lambda **o: Duplex(read=lambda *_: None, write=write, **o),
):
    for destroy in (
        None,
        lambda stream, error, callback: netuv.set_immediate(callback, error),
        lambda stream, error, callback: callback(Exception("own")),
    ):
        for error in (None, Exception("broken")):
            follow(make(destroy=destroy), error)


def final(stream, callback):
    trace("final")
    callback(None)


again = Writable(write=write, final=final)
watch(again, "again", "prefinish finish close")
again.end()


def write_again():
    again._undestroy()
    trace(
        again.destroyed, again.closed, again.writable, again.writable_ended, again.writable_finished
    )
    again.end("a")


again.once("close", write_again)
source = Readable(read=lambda *_: None)
watch(source, "source", "data end close")
source.push("a")
source.push(None)


def read_again():
    source._undestroy()
    trace(source.destroyed, source.closed, source.readable, source.readable_ended)
    source.push("b")
    source.push(None)


source.once("close", read_again)

run()
