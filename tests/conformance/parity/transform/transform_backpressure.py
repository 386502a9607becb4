"""A transform nobody reads from holds its writes back."""

from _streams import Transform
from _trace import run, trace

import netuv


def transform(stream, chunk, encoding, callback):
    trace("transform", chunk)
    callback(None, chunk)


t = Transform(readable_high_water_mark=4, writable_high_water_mark=4, transform=transform)
for text in ("aa", "bb", "cc", "dd"):
    result = t.write(text, lambda text=text: trace("written", text))
    trace(result, t.readable_length, t.writable_length)


def read():
    trace(t.read(), t.readable_length, t.writable_length)
    netuv.set_immediate(lambda: trace(t.read(), t.readable_length, t.writable_length))


netuv.set_immediate(read)
t.on("drain", lambda: trace("drain"))
run()
