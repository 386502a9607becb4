"""A Transform that ends in transform() leaves its source paused: it is full."""

from _streams import Readable, Transform
from _trace import run, trace, watch


class Source(Readable):
    def __init__(self, size):
        super().__init__()
        self.left = 5
        self.size = size

    def _read(self, size):
        left, self.left = self.left, self.left - 1
        if left:
            self.push(bytes(self.size))


def transform(stream, chunk, encoding, callback):
    stream.push(None)
    callback()


def follow(source, target):
    target.on("end", lambda: trace(source.left, source.is_paused(), target.writable_need_drain))


for size in (20000, 10):
    source = Source(size)
    target = Transform(transform=transform)
    watch(source, "source", "pause resume")
    watch(target, "target", "data end drain finish error close")
    source.pipe(target)
    follow(source, target)

run()
