"""The warning of too many listeners: its fields and words, once while the event has several."""

import warnings

from _trace import trace

import netuv


def nothing(*_):
    pass


def add(emitter, event, times):
    for _ in range(times):
        emitter.on(event, nothing)


class Mine(netuv.EventEmitter):
    pass


class Symbol:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f"Symbol({self.name})"


seen = {}


def made(name, emitter, limit=None):
    seen[emitter] = name
    if limit is not None:
        emitter.set_max_listeners(limit)
    return emitter


caught = []


def show(w, category, *_):
    kind = w.type.name if isinstance(w.type, Symbol) else w.type
    caught.append((seen[w.emitter], category.__name__, kind, w.count, str(w)))


warnings.simplefilter("always")
warnings.showwarning = show

add(made("default", netuv.EventEmitter()), "x", 13)
a = made("two events", Mine(), 1)
add(a, "x", 3)
add(a, "y", 3)
add(made("socket", netuv.Socket(), 2), "error", 5)
symbol = made("symbol", netuv.EventEmitter(), 1)
add(symbol, Symbol("its own"), 3)
for _ in range(3):
    symbol.on(Symbol("another"), nothing)
b = made("lowered", netuv.EventEmitter(), 20)
add(b, "x", 8)
b.set_max_listeners(5)
add(b, "x", 2)
c = made("off and on", netuv.EventEmitter(), 2)
add(c, "x", 4)
c.off("x", nothing)
c.off("x", nothing)
add(c, "x", 2)
d = made("down to one", netuv.EventEmitter(), 2)
add(d, "x", 3)
d.off("x", nothing)
d.off("x", nothing)
add(d, "x", 2)
d.remove_all_listeners("x")
add(d, "x", 3)
add(made("a half", netuv.EventEmitter(), 0.5), "x", 1)
add(made("none", netuv.EventEmitter(), 0), "x", 20)
add(made("infinite", netuv.EventEmitter(), float("inf")), "x", 20)
f = made("once", netuv.EventEmitter(), 1)
f.once("x", nothing)
f.prepend_listener("x", nothing)
f.prepend_once_listener("x", nothing)
g = made("its own event", netuv.EventEmitter(), 1)
add(g, "new_listener", 2)
add(g, "remove_listener", 2)
for line in caught:
    trace(*line)
trace("exit")
