"""Subclasses that override the underscored methods, with options for what they leave."""

from _streams import Duplex, Readable, Transform, Writable
from _trace import run, trace, watch


class Counter(Readable):
    def __init__(self, limit):
        super().__init__(high_water_mark=2)
        self.left = limit

    def _construct(self, callback):
        trace("construct")
        callback()

    def _read(self, size):
        trace("read", size)
        if self.left:
            self.left -= 1
            self.push(str(self.left + 1))
        else:
            self.push(None)

    def _destroy(self, error, callback):
        trace("destroy", error)
        super()._destroy(error, callback)


class Collector(Writable):
    def _write(self, chunk, encoding, callback):
        trace("write", chunk, encoding)
        callback()

    def _writev(self, chunks, callback):
        first = chunks[0]
        trace("writev", len(chunks), first.chunk, first.encoding)
        callback()

    def _final(self, callback):
        trace("final")
        callback()


class Doubler(Transform):
    def _transform(self, chunk, encoding, callback):
        self.push(chunk)
        callback(None, chunk)

    def _flush(self, callback):
        callback(None, ".")


sink = Collector()
watch(sink, "sink", "finish close")
Counter(3).pipe(Doubler()).pipe(sink)
corked = Collector()
corked.cork()
corked.write("x")
corked.write("y")
corked.end()
trace(Duplex(read=lambda stream, size: None).readable)

run()
