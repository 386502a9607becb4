"""Running async tests while the netuv loop turns in the same thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import netuv

T = TypeVar("T")


def run_async(main: Coroutine[Any, Any, T]) -> T:
    """Runs ``main`` in asyncio; between its steps the current netuv loop makes a turn."""

    async def both() -> T:
        loop = netuv.get_loop()
        task = asyncio.ensure_future(main)
        while not task.done():
            loop.run_nowait()
            await asyncio.sleep(0)
        return task.result()

    return asyncio.run(asyncio.wait_for(both(), 30))
