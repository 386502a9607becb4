"""A side that is turned off is over from the start."""

from _streams import Duplex
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback()


reader = Duplex(writable=False, read=lambda stream, size: None, write=write)
writer = Duplex(readable=False, read=lambda stream, size: None, write=write)
trace(reader.readable, reader.writable, writer.readable, writer.writable)
watch(reader, "reader", "end finish error close")
watch(writer, "writer", "end finish error close")
reader.resume()
reader.push(None)
writer.end("a")

run()
