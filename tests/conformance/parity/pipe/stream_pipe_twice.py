"""A destination that is piped to twice gets all twice, and is waited for once."""

from _streams import Readable, Writable
from _trace import netuv, run, trace, turns

given = 0


def read(stream, size):
    global given
    given += 1
    stream.push(str(given).encode() if given <= 4 else None)


waiting = []


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    waiting.append(callback)


source = Readable(high_water_mark=1, read=read)
sink = Writable(high_water_mark=1, write=write)
for event in ("pause", "resume", "end"):
    source.on(event, lambda event=event: trace("source", event))
for event in ("pipe", "unpipe", "finish"):
    sink.on(event, lambda *_, event=event: trace("sink", event))
source.pipe(sink)
source.pipe(sink)


@turns(3)
def _():
    trace(source.readable_flowing, sink.writable_length)
    source.unpipe(sink)
    trace(source.readable_flowing, sink.listener_count("drain"))

    @turns(3)
    def _():
        trace(source.readable_flowing, sink.writable_length)

        def go():
            if waiting:
                waiting.pop(0)()
            if not sink.writable_finished:
                netuv.set_immediate(go)

        go()


run()
