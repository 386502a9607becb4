"""A close that was emitted by hand is early only where something is left to read or to write."""

from _streams import Duplex, Readable, Writable, finished, pipeline
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback)


def reader():
    return Readable(read=lambda *_: None)


def writer():
    return Writable(write=write)


def both():
    return Duplex(read=lambda *_: None, write=write)


def fails(stream):
    stream.on("error", lambda error: None)
    stream.push(None)
    stream.destroy(Exception("broken"))
    stream.emit("close")


cases = (
    ("read to the end", reader, {}, lambda s: (s.push(None), s.emit("close"), s.resume())),
    (
        "something to read",
        reader,
        {},
        lambda s: (s.push("a"), s.push(None), s.emit("close"), s.resume()),
    ),
    ("before its end", reader, {}, lambda s: (s.emit("close"), s.push(None), s.resume())),
    ("written to the end", writer, {}, lambda s: (s.end(), s.emit("close"))),
    ("something to write", writer, {}, lambda s: (s.end("a"), s.emit("close"))),
    ("not ended", writer, {}, lambda s: s.emit("close")),
    ("both", both, {}, lambda s: (s.push(None), s.end(), s.emit("close"))),
    ("one of both", both, {}, lambda s: (s.push(None), s.emit("close"))),
    ("read alone", both, {"writable": False}, lambda s: (s.push(None), s.emit("close"))),
    ("write alone", both, {"readable": False}, lambda s: (s.end(), s.emit("close"))),
    ("with an error", reader, {}, fails),
)
for name, make, options, step in cases:
    stream = make()
    finished(stream, lambda error, name=name: trace(name, error), **options)
    step(stream)
    trace("after", name)
for end in (True, False):
    source = reader()
    pipeline(source, writer(), lambda error, end=end: trace("pipeline", end, error))
    source.push("a")
    if end:
        source.push(None)
    source.emit("close")
    target = writer()
    other = reader()
    pipeline(other, target, lambda error, end=end: trace("target", end, error))
    if end:
        other.push(None)
    target.emit("close")

run()
