"""`removeListener` is emitted for its own listeners, too, the last one first, and none is left."""

from _trace import trace

import netuv

e = netuv.EventEmitter()


def nothing():
    pass


e.on("foo", nothing)
e.on("bar", nothing)
e.once("bar", nothing)
for name in ["first", "second", "third"]:
    e.on("remove_listener", lambda event, f, name=name: trace(name, event, f is nothing))
e.remove_all_listeners()
trace(len(e.event_names()))

late = netuv.EventEmitter()


@late.on("remove_listener")
def removed(event, listener):
    trace("removed", event)
    late.on("late", nothing)
    if event == "late":
        late.on("later", nothing)


late.on("foo", nothing)
late.remove_all_listeners()
trace("left", len(late.event_names()))

one = netuv.EventEmitter()
one.on("remove_listener", lambda event, _: trace("one of", event))
one.on("remove_listener", lambda event, _: trace("two of", event))
one.remove_all_listeners("remove_listener")
trace(one.listener_count("remove_listener"))
trace("exit")
