"""The bridge to asyncio's futures: made only where somebody awaits."""

from __future__ import annotations

from typing import Any

from ._errors import StateError


def running_loop(what: str) -> Any:
    """The asyncio loop that runs in this thread; a StateError, naming ``what``, without one."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise StateError(
            "ERR_ASYNC_OUTSIDE_ASYNCIO", f"{what} needs a running asyncio loop"
        ) from None


def make(what: str) -> Any:
    """A future of the running asyncio loop."""
    return running_loop(what).create_future()


class Settle:
    """A callback ``(error, value)`` that settles a future, unless it was cancelled."""

    __slots__ = ("future",)

    def __init__(self, future: Any) -> None:
        self.future = future

    def __call__(self, error: BaseException | None = None, value: Any = None) -> None:
        if self.future.done():
            return
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(value)
