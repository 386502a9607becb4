"""With captureRejections what a listener fails with later is an `error`, or the method's."""

import asyncio

from _trace import attempt, trace

import netuv
from netuv import events


async def settled():
    for _ in range(6):
        await asyncio.sleep(0)


async def main():
    host = asyncio.get_running_loop()
    host.set_exception_handler(lambda _, context: trace("unhandled", context["exception"]))
    e = netuv.EventEmitter(capture_rejections=True)
    e.on("error", lambda error: trace("error", error))

    @e.on("x")
    async def first(*args):
        raise Exception(f"first of {','.join(map(str, args))}")

    @e.on("x")
    async def second(*args):
        await asyncio.sleep(0)
        raise Exception("second")

    @e.once("x")
    async def once(*args):
        raise Exception("once")

    trace(e.emit("x", 1, 2))
    trace("emitted")
    await settled()
    e.remove_all_listeners("x")

    async def fail(text):
        raise Exception(text)

    e.on("x", lambda: fail("returned"))
    e.on("x", lambda: 5)
    e.emit("x")
    await settled()

    own = netuv.EventEmitter(capture_rejections=True)

    @own.on("x")
    async def failing(*args):
        raise Exception("of its own")

    def method(error, event, *args):
        trace("method", error, event, *args)

    async def async_method(error, event, *args):
        raise Exception("of the method")

    own.on("error", lambda error: trace("never"))
    setattr(own, events.capture_rejection_symbol, method)
    own.emit("x", "a", "b")
    await settled()
    setattr(own, events.capture_rejection_symbol, async_method)
    own.emit("x")
    await settled()

    loop = netuv.EventEmitter(capture_rejections=True)

    @loop.on("x")
    async def one():
        raise Exception("one")

    @loop.on("error")
    async def two(error):
        trace("error", error)
        raise Exception("two")

    loop.emit("x")
    await settled()
    loop.emit("x")
    await settled()

    async def fails_alone():
        raise Exception("not captured")

    plain = netuv.EventEmitter()
    plain.on("error", lambda error: trace("never"))
    plain.on("x", fails_alone)
    plain.emit("x")
    await settled()

    async def fails():
        raise Exception("by default")

    events.capture_rejections = True
    after = netuv.EventEmitter()
    asked = netuv.EventEmitter(capture_rejections=False)
    events.capture_rejections = False
    for emitter in [plain, after, asked, netuv.EventEmitter()]:
        emitter.remove_all_listeners()
        emitter.on("error", lambda error: trace("error", error))
        emitter.on("x", fails)
        emitter.emit("x")
        await settled()

    def assign(value):
        events.capture_rejections = value

    def made(value):
        return netuv.EventEmitter(capture_rejections=value) and "made"

    for odd in [1, "yes", {"a": 1}]:
        attempt("option", lambda odd=odd: made(odd))
        attempt("default", lambda odd=odd: assign(odd))
    attempt("option", lambda: made(0))
    trace(events.capture_rejections)


asyncio.run(main())
trace("exit")
