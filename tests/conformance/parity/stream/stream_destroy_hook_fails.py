"""An error of _destroy's own is emitted, given, thrown or put in another's place."""

from _streams import Readable
from _trace import run, trace, watch


def make(name, release):
    source = Readable(read=lambda stream, size: None, destroy=release)
    watch(source, name, "error close")
    source.on("close", lambda: trace(source.errored))
    return source


def throw(stream, error, callback):
    raise Exception("thrown")


def twice(stream, error, callback):
    callback()
    callback(Exception("second"))


make("given", lambda stream, error, callback: callback(Exception("given"))).destroy()
make("thrown", throw).destroy()
replaced = make("replaced", lambda stream, error, callback: callback(Exception("other")))
replaced.destroy(Exception("first"))
make("swallowed", lambda stream, error, callback: callback()).destroy(Exception("first"))
make("twice", twice).destroy()

run()
