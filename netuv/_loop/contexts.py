"""Context variables (``contextvars``): who is called in which context.

Theory. What is called later, a tick or a timer, runs in a copy of the context of the call, as
in asyncio. An object has a copy of the context it was made in, all its events run in that one,
and what one of them sets the next one sees; an accepted socket has a copy of its server's. On a
loop of netuv's own there is none of this where the context is empty: there it would change
nothing, and cost something.

What is kept is the bound ``Context.run``, or None. The loop enters a context where it calls
something of an object: from a record, a sink, a tick, a timer; these never call each other, so
no context is entered twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from types import MethodType
from typing import Any

from .._events import EventEmitter
from .._util.errors import no_copy

Run = Callable[..., Any] | None  # a Context's run()


def of_caller(loop: Any) -> Run:
    """For what ``loop`` will call, or who is made in it: a copy of the caller's context."""
    context = copy_context()
    return context.run if context or loop._host is not None else None


def copied(run: Run) -> Run:
    """A copy of one's own of another's context."""
    if run is None:
        return None
    own: Run = run.__self__.copy().run  # type: ignore[attr-defined]
    return own


def bound(run: Run, callback: Callable[..., Any]) -> Callable[..., Any]:
    """``callback``, to be called in that context.

    A method of ``run``, so to say: smaller and faster than a partial.
    """
    return callback if run is None else MethodType(run, callback)


def bound_to(thing: Any, callback: Callable[..., Any]) -> Callable[..., Any]:
    """``callback``, to be called in the context of ``thing``."""
    return bound(thing._context, callback)


def context_of(thing: Any) -> Run:
    """The context that its events run in, as a ``Context.run``; None for none."""
    run: Run = thing._context
    return run


def in_callers(loop: Any, callback: Callable[..., Any]) -> Callable[..., Any]:
    """``callback``, which ``loop`` is to call later, in a copy of the caller's context."""
    context = copy_context()
    return MethodType(context.run, callback) if context or loop._host is not None else callback


def enter(run: Run, callback: Callable[..., Any], *args: Any) -> Any:
    """Calls ``callback`` in that context, from where it may have been entered already."""
    if run is None:
        return callback(*args)
    entered = False

    def call() -> Any:
        nonlocal entered
        entered = True
        return callback(*args)

    try:
        return run(call)
    except RuntimeError:
        if entered:
            raise
    return callback(*args)


def put_on_loop(emitter: InContext, loop: Any, maker: InContext | None = None) -> None:
    """``emitter`` belongs to ``loop``, in a copy of its maker's context, or of the caller's."""
    emitter._loop = loop
    emitter._context = of_caller(loop) if maker is None else copied(maker._context)


class InContext(EventEmitter):
    """An emitter that belongs to a loop, and whose events run in a context of its own."""

    __slots__ = ("_loop", "_context")

    _loop: Any
    _context: Run
    __reduce_ex__ = no_copy

    # Hooks of what awaits raise, see ``unretrieved``.

    def _unretrieved_taken(self) -> None:
        """The error that was kept for the next await is none any more."""

    def _retrieve_error(self) -> BaseException | None:
        """What it has failed with; an await raises it now."""
        return None

    def _part_with(self, error: BaseException) -> None:
        """``error`` will be raised: what is kept of it must not hold its frames."""

    def _tick_if_open(self) -> Callable[..., None] | None:
        if self._loop._core is None:
            return None
        return partial(self._loop._queue_tick, *(() if self._context is None else (self._context,)))
