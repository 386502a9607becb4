"""once() listens from the call on; the event, or an error, takes both listeners off."""

import asyncio

from _trace import trace

import netuv
from netuv import events


async def main():
    e = netuv.EventEmitter()
    early = events.once(e, "x")
    trace(e.listener_count("x"), e.listener_count("error"))
    e.emit("x", 1, 2)
    e.emit("x", 3)
    trace(len(e.event_names()))
    trace(list(await early))
    failing = events.once(e, "x")
    e.emit("error", Exception("bad"))
    e.emit("x", 4)
    trace(len(e.event_names()))
    try:
        trace(await failing)
    except Exception as error:
        trace("raised", error)
    asked = events.once(e, "error")
    trace(e.listener_count("error"))
    e.emit("error", Exception("asked for"), "more")
    trace(list(await asked))


asyncio.run(main())
trace("exit")
