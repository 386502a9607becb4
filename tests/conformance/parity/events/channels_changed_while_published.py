"""What a subscriber subscribes, or takes back, counts from the next message on."""

from _trace import trace

from netuv import diagnostics_channel as dc

channel = dc.channel("changing")


def last(message):
    trace("last", message)


def added(message):
    trace("added", message)


def changing(message):
    trace("changing", message, channel.unsubscribe(changing), channel.unsubscribe(last))
    channel.subscribe(added)


channel.subscribe(changing)
channel.subscribe(last)
channel.publish(1)
channel.publish(2)
channel.unsubscribe(added)


def alone(message):
    trace("alone", message, channel.unsubscribe(alone), channel.has_subscribers)


channel.subscribe(alone)
channel.publish(3)
channel.publish(4)
trace(channel.has_subscribers)
trace("exit")
