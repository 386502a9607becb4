"""A transform pushes as often as it likes."""

from _streams import Transform
from _trace import run, watch


def transform(stream, chunk, encoding, callback):
    for letter in chunk.decode():
        stream.push(letter)
    callback()


t = Transform(transform=transform)
t.set_encoding("utf8")
watch(t, "t", "data end close")
t.end("abc")
run()
