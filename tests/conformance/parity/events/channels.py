"""A channel's subscribers, in their order, with its name; what is refused; what one raises."""

from _trace import attempt, run, trace

import netuv
from netuv import diagnostics_channel as dc


def one(message, name):
    trace("one", message, name)


def two(message, name):
    trace("two", message, name)


channel = dc.channel("some")
trace(channel is dc.channel("some"), channel is dc.channel("other"), channel.name)
trace(channel.has_subscribers, dc.has_subscribers("some"), dc.has_subscribers("never made"))
channel.publish("nobody")
channel.subscribe(one)
dc.subscribe("some", two)
dc.subscribe("some", one)
trace(channel.has_subscribers, dc.has_subscribers("some"))
channel.publish("all")
trace(channel.unsubscribe(one))
channel.publish("the first is off")
off = dc.unsubscribe("some", two), dc.unsubscribe("some", two)
trace(*off, dc.unsubscribe("never made", two))
channel.publish("one left")
trace(channel.unsubscribe(one), channel.unsubscribe(one), channel.has_subscribers)
channel.publish("nobody")


def first(message, name):
    raise Exception("of the first")


def third(message, name):
    raise Exception("of the third")


channel.subscribe(first)
channel.subscribe(two)
channel.subscribe(third)
channel.publish("failing")
trace("published")
netuv.next_tick(trace, "tick")

symbol = object()
dc.subscribe(symbol, lambda message, name: trace(message, name is symbol))
dc.channel(symbol).publish("of a symbol")
for odd in [None, None, 5, True, {}]:
    attempt("name", lambda odd=odd: dc.channel(odd))
for odd in [None, 5, {}]:
    attempt("subscription", lambda odd=odd: dc.subscribe("never made", odd))
    attempt("no subscription", lambda odd=odd: dc.unsubscribe("never made", odd))
run()
