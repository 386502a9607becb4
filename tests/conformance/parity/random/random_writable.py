"""Random programs of a Writable: writes, corks, ends, hooks that fail now or later, destroy()."""

from _programs import programs
from _streams import Writable
from _trace import run, trace


def make(random, begin):
    failure = random.pick("", "", "", "write", "final", "raise")

    def calls(name, callback):
        def call():
            fails = failure == name and random.below(3) == 0
            trace("calls back", name, fails)
            callback(*([Exception(name)] if fails else []))

        random.soon(call)

    def write(stream, chunk, encoding, callback):
        trace("_write", chunk, encoding)
        if failure == "raise" and random.below(6) == 0:
            raise Exception("raised")
        calls("write", callback)

    hooks = {"write": write}
    if random.below(3) == 0:

        def writev(stream, chunks, callback):
            trace("_writev", len(chunks), chunks[0].chunk, chunks[0].encoding)
            calls("write", callback)

        hooks["writev"] = writev
    if random.below(2):

        def final(stream, callback):
            trace("_final")
            calls("final", callback)

        hooks["final"] = final
    sink = Writable(
        **hooks,
        high_water_mark=random.pick(1, 4, 12),
        object_mode=random.below(5) == 0,
        decode_strings=random.below(4) > 0,
        auto_destroy=random.below(6) > 0,
        emit_close=random.below(8) > 0,
    )
    for event in ("prefinish", "finish", "drain", "close", "error"):
        sink.on(event, lambda *all, event=event: trace(event, *all))
    limit = random.pick(2, 1, 0, 0)
    written = 0

    def write_back():
        nonlocal written
        number = written
        written += 1
        text, encoding = random.text(), random.pick("latin1", "utf8")
        trace("write", sink.write(text, encoding, lambda error: trace("written", number, error)))

    def destroy():
        if limit:
            sink.destroy(None if limit == 1 else Exception("mine"))

    steps = [
        lambda: trace("write", sink.write(random.text())),
        lambda: trace("write", sink.write(random.text().encode())),
        write_back,
        lambda: sink.cork(),
        lambda: sink.uncork(),
        lambda: sink.set_default_encoding(random.pick("latin1", "utf8")),
        lambda: sink.end(),
        lambda: sink.end(random.text()),
        destroy,
        lambda: trace("write", sink.write(random.text())),
    ]
    count = 0

    def step():
        nonlocal count
        which = random.below(6 if count < 5 else len(steps))
        count += 1
        trace("step", which)
        try:
            steps[which]()
        finally:
            trace(
                sink.writable_length,
                sink.writable_need_drain,
                sink.writable_corked,
                sink.writable,
                sink.writable_ended,
                sink.writable_finished,
                sink.destroyed,
                sink.closed,
                sink.errored,
            )

    begin(step)


programs(30, 14, make)

run()
