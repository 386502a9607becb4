"""Awaited timers: from the call on, with a value, aborted before and meanwhile, wrong arguments."""

import asyncio

from _trace import trace

import netuv


def count():
    return netuv.get_active_resources_info().count("Timeout")


async def fails(label, waiting):
    try:
        trace(label, "gives", await waiting)
    except Exception as error:
        name = type(error).__name__.replace("Argument", "")
        trace(label, name, error, getattr(error, "cause", None))


async def traced(ms):
    trace("after", await ms)


async def main():
    trace("value", await netuv.sleep(1, "value"), await netuv.sleep(1), await netuv.sleep())
    order = [asyncio.ensure_future(traced(netuv.sleep(ms, ms))) for ms in (30, 10, 20)]
    trace(count())
    for one in order:
        await one
    controller = netuv.AbortController()
    netuv.set_timeout(controller.abort, 10, "why")
    aborted = netuv.sleep(100000, "x", signal=controller.signal)
    trace(count())
    await fails("aborted", aborted)
    trace(count())
    already = netuv.sleep(100000, "x", signal=controller.signal)
    trace(count())
    await fails("already", already)
    late = netuv.AbortController()
    trace(await netuv.sleep(1, "in time", signal=late.signal))
    late.abort()
    loose = netuv.sleep(20, "loose", ref=False)
    trace(count())
    netuv.set_timeout(lambda: None, 40)
    trace(await loose)
    await fails("a signal", netuv.sleep(1, "x", signal=5))
    await fails("a reference", netuv.sleep(1, "x", ref="yes"))
    await fails("text", netuv.sleep("2", "x"))


asyncio.run(main())
trace("done")
trace("exit")
