"""Random programs of two connected sockets: writes, ends, reads of every kind, ways to destroy."""

from _programs import programs
from _trace import pair, run, trace


def make(random, begin):
    server = {"allow_half_open": random.below(2) == 1}
    client = {"allow_half_open": random.below(2) == 1}
    path_name = f"s{random.below(1000000)}" if random.below(2) else None
    ends = []
    listeners = {}

    @pair(server=server, client=client, path_name=path_name)
    def _(client, served, server):
        ends.extend([client, served])
        for name, s in zip("cs", ends):
            for event in ("end", "finish", "close", "error", "pause", "resume"):
                s.on(event, lambda *all, name=name, event=event: trace(name, event, *all))

            def data(data, name=name):
                trace(name, "data", data)

            def readable(name=name, s=s):
                trace(name, "readable", s.readable_length)

            listeners[s] = data, readable
            if random.below(2):
                s.on("data", data)
        begin(step, lambda: [s.destroy() for s in ends])

    harm = random.pick("", "destroy", "error", "reset")

    def other(s):
        return ends[1 - ends.index(s)]

    def unread(s):
        return not other(s).destroyed and s.bytes_read < other(s).bytes_written

    def hurt(s, name):
        if unread(s):
            return
        if harm == "destroy":
            s.destroy()
        if harm == "error":
            s.destroy(Exception("mine"))
        if harm == "reset" and not path_name:
            s.reset_and_destroy()

    steps = [
        lambda s, name: s.write(random.text()),
        lambda s, name: s.write(random.text(), lambda error: error or trace(name, "written")),
        lambda s, name: s.write((random.text() * 20000)[:20000]),
        lambda s, name: s.on("data", listeners[s][0]),
        lambda s, name: s.off("data", listeners[s][0]),
        lambda s, name: s.pause(),
        lambda s, name: s.resume(),
        lambda s, name: s.cork(),
        lambda s, name: s.uncork(),
        lambda s, name: trace(name, "read", s.read()),
        lambda s, name: trace(name, "read some", s.read(random.below(4))),
        lambda s, name: s.on("readable", listeners[s][1]),
        lambda s, name: s.off("readable", listeners[s][1]),
        lambda s, name: s.end(),
        lambda s, name: s.end(random.text(), lambda error: error or trace(name, "ended")),
        hurt,
    ]
    count = 0

    def step():
        nonlocal count
        which = random.below(13 if count < 6 else len(steps))
        count += 1
        number = random.below(2)
        s, name = ends[number], "cs"[number]
        if s.writable_ended and unread(s):
            return
        trace("step", name, which)
        try:
            steps[which](s, name)
        finally:
            trace(
                s.ready_state,
                s.readable_length,
                s.readable_flowing,
                s.readable,
                s.writable,
                s.destroyed,
                s.bytes_read,
                s.destroyed or other(s).destroyed or s.bytes_written,
            )


programs(30, 14, make, slow=True)

run()
