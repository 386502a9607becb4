"""A signal warns of its eleventh listener, whoever adds it, once; again after setMaxListeners()."""

import warnings

from _trace import trace

import netuv
from netuv import events
from netuv.stream import Readable

seen = {}
caught = []


def show(w, category, *_):
    caught.append((seen[w.target], category.__name__, w.type, w.count, w.emitter, str(w)))


warnings.simplefilter("always")
warnings.showwarning = show


def made(name, count, add):
    signal = netuv.AbortController().signal
    seen[signal] = name
    for _ in range(count):
        add(signal)
    return signal


def listen(signal):
    signal.add_event_listener("abort", lambda event: None)


made("ten", 10, listen)
made("listeners", 13, listen)
made("one twice", 30, lambda signal: signal.add_event_listener("abort", trace))
made("sockets", 11, lambda signal: netuv.Socket(signal=signal))
made("streams", 11, lambda signal: Readable(signal=signal, read=lambda stream, size: None))
handler = made("onabort", 10, listen)
handler.onabort = lambda event: None
limited = made("limited", 1, listen)
events.set_max_listeners(1, limited)
listen(limited)
listen(limited)
events.set_max_listeners(2, limited)
listen(limited)
events.set_max_listeners(0, limited)
listen(limited)
for line in caught:
    trace(*line)
trace("exit")
