"""Random programs of an emitter: listeners that add, remove and emit while they are called."""

from _programs import programs
from _trace import netuv, run, trace


def make(random, begin):
    emitter = netuv.EventEmitter()
    names = ["a", "b", "error", "new_listener", "remove_listener"]

    def name():
        return names[random.below(random.pick(2, 2, len(names)))]

    def show(value):
        if not callable(value):
            return value
        inner = getattr(value, "listener", None)
        return f"once {inner.label}" if inner else value.label

    depth = 0
    listeners = []

    def listener():
        number = len(listeners)
        acts = random.below(4) == 0

        def called(*all):
            nonlocal depth
            trace("calls", number, *map(show, all))
            if acts and depth < 2:
                depth += 1
                try:
                    step()
                finally:
                    depth -= 1

        called.label = f"l{number}"
        listeners.append(called)
        return called

    def some():
        if listeners and random.below(3):
            return listeners[random.below(len(listeners))]
        return listener()

    steps = [
        lambda: emitter.on(name(), some()),
        lambda: emitter.once(name(), some()),
        lambda: emitter.prepend_listener(name(), some()),
        lambda: emitter.prepend_once_listener(name(), some()),
        lambda: emitter.off(name(), some()),
        lambda: emitter.off(name(), some()),
        lambda: trace("emits", emitter.emit(name(), *["x", "y", "z", "w"][random.below(5) :])),
        lambda: trace("emits", emitter.emit(name(), "x")),
        lambda: trace("emits", emitter.emit(name())),
        lambda: trace("raw", list(map(show, emitter.raw_listeners(name())))),
        lambda: trace("listeners", list(map(show, emitter.listeners(name())))),
        lambda: trace("names", emitter.event_names()),
        lambda: random.below(3) == 0 and emitter.remove_all_listeners(name()),
        lambda: random.below(6) == 0 and emitter.remove_all_listeners(),
    ]

    def step():
        which = random.below(len(steps))
        trace("step", which)
        try:
            steps[which]()
        except Exception as error:
            trace("throws", error)
        trace([emitter.listener_count(name) for name in names])

    begin(step)


programs(60, 20, make)

run()
