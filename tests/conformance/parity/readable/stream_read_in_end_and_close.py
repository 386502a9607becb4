"""read(), push() and unshift() from inside end, error and close give nothing and do no harm."""

from _streams import PassThrough, Readable
from _trace import run, trace, watch


def poke(stream, name):
    def listen(event):
        def called(*_):
            trace(name, event, stream.read(), stream.read(0), stream.read(5))
            pushed = "ended" if event == "end" else stream.push("a")
            trace(
                pushed, "ended" if event == "end" else stream.unshift("a"), stream.readable_length
            )

        stream.on(event, called)

    for event in ("end", "error", "close"):
        listen(event)
    watch(stream, name, "data readable")


for options in ({}, {"object_mode": True}, {"high_water_mark": 0}, {"auto_destroy": False}):
    ends = Readable(read=lambda *_: None, **options)
    poke(ends, "ends")
    ends.push("a")
    ends.push(None)
    fails = Readable(read=lambda *_: None, **options)
    poke(fails, "fails")
    fails.push("a")
    fails.destroy(Exception("broken"))
    through = PassThrough(**options)
    poke(through, "through")
    through.end("a")

run()
