"""Awaits on events: each listens until one has come, or an error.

An ``"error"`` that comes while a task waits is raised there, and needs no listener; one
that came before is raised by the next await on the object.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .._events import as_error
from .._listeners import Internal
from . import futures
from .unretrieved import part_with, raise_error_of_others

Event = tuple[Hashable, tuple[Any, ...]]


class Wait(Internal):
    """Listeners for the first of some events; an ``"error"`` is raised unless asked for."""

    def __init__(self, emitter: Any, events: tuple[Hashable, ...], what: str) -> None:
        raise_error_of_others(emitter, events)
        self.emitter = emitter
        self.future: Any = futures.make_for(emitter, what)
        self.events = events
        self.listeners: list[tuple[Hashable, Any]] = [
            (event, _EventListener(self, event)) for event in events
        ]
        if "error" not in events:
            self.listeners.append(("error", self._on_error))
        try:
            for event, listener in self.listeners:
                emitter.on(event, listener)
        except BaseException:
            self.stop()
            raise

    def wake(self) -> None:
        """Ends the wait as if the first of the events had come."""
        if self.future is not None and not self.future.done():
            self.future.set_result((self.events[0], ()))

    def settle(self, event: Event) -> None:
        """It has come: the task has it when it goes on."""
        self.future.set_result(event)

    def _on_error(self, error: Any = None, *_: Any) -> None:
        if self.future is not None and not self.future.done():
            self.settle(("error", (as_error(error),)))
        elif self.emitter.listener_count("error") == 1:  # the task cannot raise it any more
            self.emitter._unhandled_error(as_error(error))

    async def first(self) -> Event:
        """The event that came first, and its arguments."""
        try:
            await self.future
        except BaseException:
            self._give_back()
            future, self.future = self.future, None  # may have the error, whose traceback has this
            future.cancel()
            future = None
            raise
        finally:
            self.stop()
        return self._outcome()

    def _outcome(self) -> Event:
        future, self.future = self.future, None
        event, args = future.result()
        if event != "error" or "error" in self.events:
            return event, args
        error = args[0]
        try:
            part_with(self.emitter, error)
            raise error
        finally:  # this frame is in its traceback
            error = args = future = None

    def _give_back(self) -> None:
        """Cancelled with an error already there: the next await shall have it."""
        future = self.future
        if future.cancelled() or not future.done() or future.exception() is not None:
            return
        event, args = future.result()
        if event == "error" and "error" not in self.events:
            self.emitter._unhandled_error(args[0])

    def stop(self) -> None:
        """Nobody waits any more."""
        if self.future is not None:
            self.future.cancel()  # never awaited, perhaps
        self.take_off()

    def take_off(self) -> None:
        """Takes the listeners off."""
        listeners, self.listeners = self.listeners, []
        for event, listener in listeners:
            self.emitter.off(event, listener)


class _EventListener(Internal):
    """The listener of one event."""

    __slots__ = ("wait", "event")

    def __init__(self, wait: Wait, event: Hashable) -> None:
        self.wait = wait
        self.event = event

    def __call__(self, *args: Any) -> None:
        future = self.wait.future
        if future is not None and not future.done():
            self.wait.settle((self.event, args))


async def first(emitter: Any, *events: str) -> Event:
    """Waits for the first of ``events``."""
    return await Wait(emitter, events, f"Waiting for {events[0]!r}").first()
