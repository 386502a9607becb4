"""on() gives each event's arguments, unread ones first, then the error; then it is over."""

import asyncio

from _trace import trace

import netuv
from netuv import events


async def step(label, iterator):
    try:
        trace(label, list(await iterator.__anext__()))
    except StopAsyncIteration:
        trace(label, "over")
    except Exception as error:
        trace(label, "raises", error)


async def main():
    e = netuv.EventEmitter()
    unread = events.on(e, "x")
    trace(e.listener_count("x"), e.listener_count("error"))
    e.emit("x", 1)
    e.emit("y", 2)
    e.emit("x", 3, 4)
    e.emit("x")
    e.emit("error", Exception("bad"))
    trace(len(e.event_names()))
    for _ in range(5):
        await step("unread", unread)

    waiting = events.on(e, "x")
    steps = [asyncio.ensure_future(step(f"waiting {index}", waiting)) for index in range(3)]
    await asyncio.sleep(0)
    e.emit("x", "a")
    e.emit("x", "b")
    e.emit("error", Exception("worse"))
    await asyncio.gather(*steps)
    await step("after", waiting)

    left = events.on(e, "x")
    last = [asyncio.ensure_future(step(label, left)) for label in ("left", "left too")]
    await asyncio.sleep(0)
    await left.aclose()
    await asyncio.gather(*last)
    trace(len(e.event_names()))

    thrown = events.on(e, "x")
    e.emit("x", 5)
    await thrown.athrow(Exception("from outside"))
    e.emit("x", 6)
    trace(len(e.event_names()))
    await step("thrown", thrown)
    await step("thrown", thrown)

    errors = events.on(e, "error")
    e.emit("error", Exception("asked for"))
    await step("errors", errors)
    trace(e.listener_count("error"))
    await errors.aclose()
    trace(len(e.event_names()))


asyncio.run(main())
trace("exit")
