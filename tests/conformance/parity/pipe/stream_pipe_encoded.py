"""What is piped is given in the source's encoding and written in it."""

from _streams import Readable, Writable
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace(chunk, encoding)
    callback()


source = Readable(encoding="hex", read=lambda stream, size: None)
sink = Writable(decode_strings=False, write=write)
source.pipe(sink)
source.push(b"ab")

run()
