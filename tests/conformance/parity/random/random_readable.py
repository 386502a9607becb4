"""Random programs of a Readable: reads of every kind, listeners that come and go, destroy()."""

from _programs import programs
from _streams import Readable
from _trace import run, trace


def make(random, begin):
    is_bytes = random.below(4) > 0
    high_water_mark = random.pick(1, 3, 10)
    encoding = "utf8" if is_bytes and random.below(4) == 0 else None
    hook = random.pick("quiet", "gives", "mixed")

    asked = []

    def chunk():
        return random.text().encode() if is_bytes else random.text()

    def read(stream, size):
        trace("_read", size)
        what = random.pick("quiet", "gives", "gives", "ends") if hook == "mixed" else hook
        asked.append(size)
        if len(asked) > 12:
            what = random.pick("quiet", "ends")
        if what == "gives":
            random.soon(lambda: trace("pushed", source.push(chunk())))
        if what == "ends":
            random.soon(lambda: trace("ended", source.push(None)))

    source = Readable(
        object_mode=not is_bytes,
        high_water_mark=high_water_mark,
        encoding=encoding,
        auto_destroy=random.below(5) > 0,
        read=read,
    )
    for event in ("end", "close", "error", "pause", "resume"):
        source.on(event, lambda *all, event=event: trace(event, *all))

    def data(data):
        trace("data", data)

    def readable():
        trace("readable", source.readable_length)

    def reads():
        trace("takes", source.read())

    limit = random.pick(2, 1, 0)

    def destroy():
        if limit:
            source.destroy(None if limit == 1 else Exception("mine"))

    steps = [
        lambda: trace("push", source.push(chunk())),
        lambda: trace("push", source.push(chunk())),
        lambda: trace("read", source.read()),
        lambda: trace("read some", source.read(random.below(4))),
        lambda: source.pause(),
        lambda: source.resume(),
        lambda: source.on("data", data),
        lambda: source.off("data", data),
        lambda: source.on("readable", readable),
        lambda: source.off("readable", readable),
        lambda: source.once("readable", reads),
        lambda: trace("unshift", source.unshift(random.text() if encoding else chunk())),
        lambda: trace("push end", source.push(None)),
        destroy,
    ]
    count = 0

    def step():
        nonlocal count
        which = random.below(10 if count < 4 else len(steps))
        count += 1
        trace("step", which)
        try:
            steps[which]()
        finally:
            trace(
                source.readable_length,
                source.readable_flowing,
                source.is_paused(),
                source.destroyed,
                source.readable_ended,
            )

    begin(step)


programs(30, 14, make)

run()
