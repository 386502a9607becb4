"""runStores() runs a function with each bound store's value, which what follows it has too."""

from contextvars import ContextVar

from _trace import run, trace

import netuv
from netuv import diagnostics_channel as dc

one = ContextVar("one", default=None)
two = ContextVar("two", default=None)
channel = dc.channel("stores")


def show(label, *args):
    trace(label, one.get(), two.get(), *args)


def inside(*args):
    show("inside", *args)
    netuv.next_tick(show, "after")
    return "result"


def fail(message):
    raise Exception("of the transform")


trace(channel.run_stores("alone", lambda *args: len(args), 1, 2))
channel.bind_store(one)
channel.bind_store(two, lambda message: f"made of {message}")
trace(channel.has_subscribers)
channel.subscribe(lambda message: show("message", message))
trace(channel.run_stores("first", inside, "a", "b"))
show("outside")
channel.bind_store(two, fail)
channel.run_stores("second", lambda: show("without"))
trace(channel.unbind_store(two), channel.unbind_store(two), channel.unbind_store(one))
channel.run_stores("third", lambda: show("none"))
run()
