"""end() takes a chunk, an encoding and a callback, each or none."""

from _streams import Writable
from _trace import run, trace, watch


def make(name):
    def write(stream, chunk, encoding, callback):
        trace(name, chunk)
        callback()

    sinks[name] = Writable(write=write)
    watch(sinks[name], name, "finish")


sinks = {}
for name in ("none", "callback", "chunk", "encoded", "all"):
    make(name)
sinks["none"].end()
sinks["callback"].end(lambda: trace("callback"))
trace(sinks["chunk"].end("a") is sinks["chunk"])
sinks["encoded"].end("6162", "hex")
sinks["all"].end("6162", "hex", lambda: trace("all"))

run()
