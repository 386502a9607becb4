"""destroyed, readable, writable and readableFlowing may be set: nothing else happens by that."""

from _streams import Duplex, Readable, Writable
from _trace import run, trace, watch


def every(stream):
    trace(
        stream.destroyed,
        stream.closed,
        getattr(stream, "readable", None),
        getattr(stream, "readable_aborted", None),
        getattr(stream, "writable", None),
        None if hasattr(stream, "push") else stream.writable_aborted,
    )


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


for make in (
    lambda: Readable(read=lambda *_: None),
    lambda: Writable(write=write),
    lambda: Duplex(read=lambda *_: None, write=write),
):
    for name, value in (
        ("destroyed", True),
        ("readable", False),
        ("writable", False),
        ("readable_flowing", True),
        ("readable_flowing", False),
    ):
        stream = make()
        if not hasattr(stream, name):
            continue
        watch(stream, name, "data end finish error close")
        setattr(stream, name, value)
        trace(name, getattr(stream, name), value)
        every(stream)
        if hasattr(stream, "push"):
            trace("push", stream.push("a"), stream.read())
        if hasattr(stream, "write"):
            stream.write("b", lambda error: trace("written", error))
        setattr(stream, name, None if name == "readable_flowing" else not value)
        every(stream)
        if hasattr(stream, "push"):
            stream.push(None)
        if hasattr(stream, "end"):
            stream.end()
        if hasattr(stream, "resume"):
            stream.resume()
        if name == "destroyed":
            stream.destroyed = True
        stream.destroy()

run()
