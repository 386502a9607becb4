"""With decodeStrings off _write gets the text and its encoding."""

from _streams import Writable
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace(chunk, encoding)
    callback()


sink = Writable(decode_strings=False, write=write)
sink.write("a")
sink.write("6162", "hex")
sink.write(b"b")
sink.set_default_encoding("latin1")
sink.write("\xe9")

run()
