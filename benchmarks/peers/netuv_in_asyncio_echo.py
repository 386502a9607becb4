"""Echo with netuv inside asyncio: one "data" listener, or `async for` in a task.

Arguments: the host ("asyncio" or "uvloop"), the style ("listener" or "iteration").
"""

from __future__ import annotations

import asyncio
import sys

import netuv


def on_connection(s: netuv.Socket) -> None:
    s.on("data", lambda d: s.write(d))


async def handle(s: netuv.Socket) -> None:
    async for chunk in s:
        s.write(chunk)
        await s.drain()


async def main(style: str) -> None:
    handler = on_connection if style == "listener" else handle
    server = netuv.create_server(handler, no_delay=True)
    await server.listen(0, "127.0.0.1", 4096)
    print("PORT", server.address().port, flush=True)
    await netuv.once(server, "close")


host, style = sys.argv[1:]
if host == "uvloop":
    import uvloop

    uvloop.run(main(style))
else:
    asyncio.run(main(style))
