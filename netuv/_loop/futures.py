"""The bridge to asyncio's futures: made only where somebody awaits.

asyncio is imported only in the functions that need it: programs without it start sooner.
"""

from __future__ import annotations

from typing import Any

from .._util.errors import StateError
from .._util.running import running_loop
from .current import get_loop
from .loop import Loop


def make(what: str) -> Any:
    """A future of the running asyncio loop."""
    return running_loop(what).create_future()


def make_for(thing: Any, what: str) -> Any:
    """A future for a task that waits for ``thing``; its loop's closing ends the wait.

    A StateError if nobody runs the loop that ``thing`` belongs to.
    """
    loop: Any = getattr(thing, "_loop", None)
    return make_on(loop, what) if _is_loop(loop) else make(what)


def make_on(loop: Any, what: str) -> Any:
    """The same for a task that waits for something of ``loop``."""
    if loop._host is None:
        if loop is not get_loop():
            raise StateError(
                "ERR_ASYNC_OUTSIDE_ASYNCIO",
                f"{what} needs an object made inside the running asyncio loop",
            )
        return make(what)
    return loop._make_future()


def _is_loop(thing: Any) -> bool:
    """Whether it is one of netuv's: a user's emitter may have a ``_loop``, too."""
    return isinstance(thing, Loop)


class Waiters(list[Any]):
    """The futures of tasks that wait for a change of one thing."""

    __slots__ = ()

    async def wait(self, thing: Any, what: str) -> None:
        """Until the next change of ``thing``; ``what`` is for ``make_for``."""
        future = make_for(thing, what)
        self.append(future)
        try:
            await future
        finally:
            self.remove(future)

    def wake(self) -> None:
        """Lets all who wait look again."""
        for future in self:
            if not future.done():
                future.set_result(None)


class FutureCallback:
    """A callback ``(error, value)`` that settles a future, unless it was cancelled."""

    __slots__ = ("future",)

    def __init__(self, future: Any) -> None:
        self.future = future

    def __call__(self, error: BaseException | None = None, value: Any = None) -> None:
        if self.future.done():
            return
        if error is not None:
            self.future.set_exception(_for_future(error))
        else:
            self.future.set_result(value)


def _for_future(error: BaseException) -> BaseException:
    """A future takes no ``StopIteration``: asyncio has an error for what a coroutine raises so."""
    if not isinstance(error, StopIteration):
        return error
    made = RuntimeError("StopIteration was raised")
    made.__cause__ = error
    return made
