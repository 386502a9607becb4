"""listenerCount() of one listener, with what once() made of it, and the function of that name."""

from _trace import trace

import netuv

e = netuv.EventEmitter()


def one():
    pass


def two():
    pass


trace(e.listener_count("x", one))
e.on("x", one)
trace(e.listener_count("x", one), e.listener_count("x", two))
e.once("x", two)
e.once("x", one)
e.on("x", one)
counts = e.listener_count("x", one), e.listener_count("x", two), e.listener_count("y", one)
trace(e.listener_count("x"), *counts)
raw = e.listener_count("x", e.raw_listeners("x")[1])
trace(raw, e.listener_count("x", None), e.listener_count("x", None))
trace(netuv.events.listener_count(e, "x"), netuv.EventEmitter.listener_count(e, "y"))
e.emit("x")
trace(e.listener_count("x", one), e.listener_count("x", two))
trace("exit")
