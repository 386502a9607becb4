"""An ``"error"`` that nobody listens to, inside asyncio: it waits for the next await.

It is raised by that, or reported when the object, or its loop, goes.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .contexts import InContext


class UnretrievedError:
    """An ``"error"`` without a listener: for the next await, else for the exception handler."""

    __slots__ = ("_host", "name", "error", "__weakref__")

    def __init__(self, host: Any, emitter: object, error: BaseException) -> None:
        self._host = host
        self.name = type(emitter).__name__
        self.error: BaseException | None = error

    def take(self) -> BaseException | None:
        """The error, which is not reported then."""
        error, self.error = self.error, None
        return error

    def report(self) -> None:
        """Nobody has awaited the object."""
        error = self.take()
        if error is not None:
            message = f'"error" of a netuv {self.name} that nobody listens to or awaits'
            self._host.call_exception_handler({"message": message, "exception": error})

    def __del__(self) -> None:
        self.report()


def keep_error(host: Any, emitter: Any, error: BaseException) -> UnretrievedError:
    """Keeps ``error`` for the next await on ``emitter``."""
    kept = emitter.__dict__["_unretrieved"] = UnretrievedError(host, emitter, error)
    return kept


def has_error(emitter: Any) -> bool:
    """Whether one waits for the next await."""
    return "_unretrieved" in emitter.__dict__


def take_error(emitter: Any) -> BaseException | None:
    """The error that waits for the next await, if any; it waits no longer."""
    kept = emitter.__dict__.pop("_unretrieved", None)
    if kept is None:
        return None
    emitter._unretrieved_taken()
    error: BaseException | None = kept.take()
    return error


def raise_error(emitter: Any) -> None:
    """Raises what an ``"error"`` has said, or would say if anybody listened."""
    error = take_error(emitter)
    failed = emitter._retrieve_error()
    if failed is not None:
        error = failed
    if error is None:
        return
    try:
        emitter._part_with(error)
        raise error
    finally:  # this frame is in its traceback
        error = failed = None


def raise_error_of_others(emitter: Any, events: tuple[Hashable, ...]) -> None:
    """Raises an error that waits, unless ``"error"`` is what is waited for."""
    if "error" not in events and has_error(emitter):
        raise_error(emitter)


def part_with(emitter: Any, error: BaseException) -> None:
    """``error`` will be raised, so that it holds the frames that hold ``emitter``: that keeps
    another one of the kind.
    """
    if isinstance(emitter, InContext):
        emitter._part_with(error)
