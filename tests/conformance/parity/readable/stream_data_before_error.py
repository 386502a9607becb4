"""What was pushed before destroy(error) still flows, up to the error; there is no end."""

from _streams import Duplex, Readable
from _trace import run, trace, watch

for end in (True, False):
    for source in (
        Readable(read=lambda *_: None),
        Duplex(read=lambda *_: None, write=lambda *_: None),
    ):
        watch(source, "source", "data end error close")
        source.push("a")
        source.push("b")
        if end:
            source.push(None)
        source.destroy(Exception("broken"))

late = Readable(read=lambda *_: None)
late.push("a")


@late.on("error")
def failed(error):
    watch(late, "late", "data end close")
    trace(late.read())


late.destroy(Exception("broken"))

run()
