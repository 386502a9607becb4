"""Text reaches a transform function as text where it is not to be decoded."""

from _streams import Transform
from _trace import run, trace, watch


def transform(stream, chunk, encoding, callback):
    trace("transform", isinstance(chunk, str), encoding)
    callback(None, chunk + "!")


t = Transform(decode_strings=False, transform=transform)
t.set_encoding("utf8")
watch(t, "t", "data end")
t.write("a", "latin1")
t.end("b")
run()
