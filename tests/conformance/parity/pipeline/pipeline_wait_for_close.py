"""With wait_for_close pipeline() calls back when all its streams are over, as newer Node does."""

from _streams import PassThrough, Readable, Transform, Writable, pipeline
from _trace import run, trace

import netuv


def slow(name):
    def destroy(stream, error, callback):
        @netuv.set_immediate
        def later():
            trace(name, "destroyed", error)
            callback(error)

    return destroy


def reader(read):
    return Readable(read=read, destroy=slow("source"))


def writer(write):
    return Writable(write=write, destroy=slow("sink"))


def well(stream, chunk, encoding, callback):
    callback(None)


def fails(stream, chunk, encoding, callback):
    callback(Exception("broken"))


def whole(stream, size):
    stream.push("a")
    stream.push(None)


def nothing(stream, size):
    pass


def source_closed():
    source = reader(nothing)
    netuv.set_immediate(source.destroy)
    return source, writer(well)


def sink_closed():
    sink = writer(well)
    netuv.set_immediate(sink.destroy)
    return reader(nothing), sink


cases = {
    "all well": lambda: (reader(whole), writer(well)),
    "the source fails": lambda: (
        reader(lambda stream, size: stream.destroy(Exception("broken"))),
        PassThrough(destroy=slow("middle")),
        writer(well),
    ),
    "the middle fails": lambda: (
        reader(whole),
        Transform(transform=fails, destroy=slow("middle")),
        writer(well),
    ),
    "the sink fails": lambda: (reader(whole), writer(fails)),
    "the source is closed": source_closed,
    "the sink is closed": sink_closed,
    "the last is read on": lambda: (reader(whole), PassThrough(destroy=slow("last"))),
}
names = list(cases)


def proceed():
    if not names:
        abort()
        return
    name = names.pop(0)
    streams = cases[name]()

    def over(error):
        trace(name, error, *(stream.destroyed and stream.closed for stream in streams))
        netuv.set_timeout(proceed, 5)

    pipeline(*streams, over, wait_for_close=True)


def abort():
    controller = netuv.AbortController()
    source = reader(nothing)
    pipeline(source, writer(well), lambda error: trace("plain", error), wait_for_close=True)
    pipeline(
        reader(nothing),
        writer(well),
        lambda error: trace("aborted", error),
        signal=controller.signal,
        wait_for_close=True,
    )
    controller.abort()
    netuv.set_immediate(source.destroy, Exception("broken"))


proceed()

run()
