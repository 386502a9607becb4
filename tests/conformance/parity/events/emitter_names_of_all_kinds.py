"""Anything that is no text names an event, too; eventNames(): indices, other texts, symbols."""

from _trace import trace

import netuv


class Symbol:
    def __str__(self):
        return "symbol"


e = netuv.EventEmitter()
symbol = Symbol()
another = Symbol()
names = ["b", symbol, "10", "a", "2", another, "01", "4294967294", "4294967295", "-1", "0", "1.5"]
for name in [*names, ""]:
    e.on(name, lambda value, name=name: trace("came", name, value))
trace(e.event_names())
trace(e.emit(symbol, 1), e.emit(another, 2), e.emit(Symbol(), 3), e.emit("symbol", 4))
trace(e.listener_count(symbol), e.listener_count("symbol"))
e.off(symbol, e.listeners(symbol)[0])
e.on(symbol, lambda: None)
e.remove_all_listeners("b")
e.on("b", lambda: None)
trace(e.event_names())
e.on("remove_listener", lambda name, _: trace("removed", name))
e.remove_all_listeners()
trace("exit")
