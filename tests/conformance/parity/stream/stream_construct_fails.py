"""An error of _construct destroys the stream before anything else."""

from _streams import Writable
from _trace import run, trace, watch


def make(name, construct):
    def release(stream, error, callback):
        trace("release", error)
        callback(error)

    sink = Writable(construct=construct, write=lambda *_: trace("write"), destroy=release)
    watch(sink, name, "finish error close")
    return sink


def throw(stream, callback):
    raise Exception("thrown")


given = make("given", lambda stream, callback: callback(Exception("given")))
given.write("a", lambda error: trace("done", error))
make("thrown", throw)
make("twice", lambda stream, callback: (callback(), callback()))

run()
