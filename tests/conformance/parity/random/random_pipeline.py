"""Random programs of pipe() and pipeline(), whose streams fail or are destroyed."""

import functools

from _programs import programs
from _streams import Duplex, PassThrough, Readable, Transform, Writable, finished, pipeline
from _trace import run, trace


def make(random, begin):
    failure = random.pick("", "", "source", "transform", "flush", "sink", "final", "destroy")

    def fails(name):
        return failure == name and random.below(3) == 0

    def hwm():
        return random.pick(1, 5, 16)

    given = 0

    def read(stream, size):
        def give():
            nonlocal given
            if fails("source"):
                source.destroy(Exception("source"))
                return
            given += 1
            source.push(random.text().encode() if given <= 5 else None)

        random.soon(give)

    source = Readable(high_water_mark=hwm(), read=read)

    def calls(name, callback, *answer):
        random.soon(lambda: callback(Exception(name)) if fails(name) else callback(None, *answer))

    def destroy(stream, error, callback):
        if fails("destroy"):
            callback(Exception("destroy"))
        else:
            random.soon(lambda: callback(error))

    def transforming():
        def transform(stream, chunk, encoding, callback):
            if random.below(3) == 0:
                stream.push(chunk)
            calls("transform", callback, chunk)

        def flush(stream, callback):
            calls("flush", callback, b".")

        return [Transform(high_water_mark=hwm(), destroy=destroy, transform=transform, flush=flush)]

    def duplex():
        def write(stream, chunk, encoding, callback):
            stream.push(chunk)
            calls("transform", callback)

        def final(stream, callback):
            stream.push(None)
            calls("flush", callback)

        return [
            Duplex(high_water_mark=hwm(), read=lambda stream, size: None, write=write, final=final)
        ]

    middles = {
        "none": list,
        "pass": lambda: [PassThrough(high_water_mark=hwm())],
        "transform": transforming,
        "duplex": duplex,
    }

    def write(stream, chunk, encoding, callback):
        trace("sink takes", chunk)
        calls("sink", callback)

    def final(stream, callback):
        calls("final", callback)

    sink = Writable(high_water_mark=hwm(), destroy=destroy, write=write, final=final)
    streams = [source, *middles[random.pick("none", "pass", "transform", "duplex")](), sink]

    def name(stream):
        return "sink" if stream is sink else "source" if stream is source else "middle"

    for stream in streams:
        for event in ("end", "finish", "close", "unpipe"):
            stream.on(event, lambda *_, stream=stream, event=event: trace(name(stream), event))
        for event in ("pause", "resume"):
            stream.on(
                event,
                lambda stream=stream, event=event: stream.destroyed or trace(name(stream), event),
            )
        if random.below(2):
            finished(stream, lambda error, stream=stream: trace(name(stream), "finished", error))
    way = random.pick("pipe", "pipeline", "pipeline")
    if way == "pipeline":
        pipeline(*streams, lambda error, *_: trace("pipeline", error))
    else:
        functools.reduce(lambda source, target: source.pipe(target), streams)
        for stream in streams:
            stream.on("error", lambda error, stream=stream: trace(name(stream), "error", error))
    trace(way, len(streams), failure)
    harm = random.below(2) == 0

    def one():
        return streams[random.below(len(streams))]

    def unpipe():
        if way == "pipe":
            source.unpipe(streams[1])

    def pipe():
        if way == "pipe":
            source.pipe(streams[1])

    steps = [
        lambda: None,
        lambda: None,
        lambda: sink.cork(),
        lambda: sink.uncork(),
        lambda: source.pause(),
        lambda: source.resume(),
        unpipe,
        pipe,
        lambda: one().destroy() if harm else None,
        lambda: one().destroy(Exception("mine")) if harm else None,
        lambda: sink.end() if harm else None,
        lambda: source.push(None) if harm else None,
    ]
    count = 0

    def step():
        nonlocal count
        which = random.below(4 if count < 5 else len(steps))
        count += 1
        trace("step", which)
        steps[which]()
        destroyed = [stream.destroyed for stream in streams]
        trace(destroyed, source.readable_length, source.readable_flowing, sink.writable_length)

    begin(step)


programs(30, 12, make)

run()
