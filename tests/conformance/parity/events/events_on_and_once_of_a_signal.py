"""on() and once() with a signal that ends them, and of a signal; what is no emitter is refused."""

import asyncio

from _trace import trace

import netuv
from netuv import events


async def outcome(label, call):
    try:
        result = await call()
        trace(label, "gives", list(result) if isinstance(result, tuple) else result)
    except netuv.AbortError as error:
        trace(label, "raises", "AbortError", error.cause)
    except Exception as error:
        trace(label, "raises", error, None)


async def following(iterator):
    try:
        return await iterator.__anext__()
    except StopAsyncIteration:
        return "over"


async def on(*args, **options):
    return events.on(*args, **options)


async def main():
    e = netuv.EventEmitter()
    controller = netuv.AbortController()
    signal = controller.signal
    iterator = events.on(e, "x", signal=signal)
    once = events.once(e, "x", signal=signal)
    waiting = asyncio.ensure_future(outcome("once", lambda: once))
    e.emit("y")
    await asyncio.sleep(0)
    count = len(events.get_event_listeners(signal, "abort"))
    trace(e.listener_count("x"), e.listener_count("error"), count)
    both = asyncio.ensure_future(outcome("on", lambda: following(iterator)))
    await asyncio.sleep(0)
    controller.abort(Exception("why"))
    await asyncio.gather(waiting, both)
    await outcome("after", lambda: following(iterator))
    trace(len(e.event_names()), len(events.get_event_listeners(signal, "abort")))
    await outcome("on late", lambda: on(e, "x", signal=signal))
    await outcome("once late", lambda: events.once(e, "x", signal=signal))

    done = netuv.AbortController()
    waited = events.once(e, "x", signal=done.signal)
    e.emit("x", "in time")
    await outcome("waited", lambda: waited)
    trace(len(events.get_event_listeners(done.signal, "abort")))

    target = netuv.AbortController()
    first = events.once(target.signal, "abort")
    every = events.on(target.signal, "abort")
    target.abort()

    async def kind(awaitable):
        return (await awaitable)[0].type

    await outcome("of a signal", lambda: kind(first))
    await outcome("all of a signal", lambda: kind(following(every)))
    await every.aclose()

    for odd in [{}, 5, "emitter"]:
        await outcome("on of what is none", lambda odd=odd: on(odd, "x"))
        await outcome("once of what is none", lambda odd=odd: events.once(odd, "x"))
    for odd in [{}, 5, "signal", False]:
        await outcome("on", lambda odd=odd: on(e, "x", signal=odd))
        await outcome("once", lambda odd=odd: events.once(e, "x", signal=odd))
    trace(len(e.event_names()))


asyncio.run(main())
trace("exit")
