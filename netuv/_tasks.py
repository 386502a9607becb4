"""``async`` listeners: each call is a task of the asyncio loop, kept until it is over."""

from __future__ import annotations

from typing import Any, Callable
from weakref import ref

from . import _futures
from ._events import Wrapper

_tasks: dict[Any, tuple[Any, tuple[Any, ...]]] = {}  # task: the emitter and the event's arguments


class AsyncListener(Wrapper):
    """Stands for an ``async`` function; its tasks have a copy of the event's context."""

    __slots__ = ("_emitter", "_event", "_host")

    def __init__(self, emitter: Any, event: str, listener: Callable[..., Any]) -> None:
        Wrapper.__init__(self, listener)
        self._emitter: Callable[[], Any] = ref(emitter)  # which has this
        self._event = event
        self._host = _futures.running_loop("An async listener")

    def __call__(self, *args: Any) -> None:
        task = self._host.create_task(self.listener(*args))
        emitter = self._emitter()
        if hasattr(task, "set_name"):
            task.set_name(emitter._task_name(self._event, args))
        _tasks[task] = emitter, args
        task.add_done_callback(self._done)

    def _done(self, task: Any) -> None:
        emitter, args = _tasks.pop(task, (None, ()))
        if not task.cancelled() and task.exception() is not None:
            self._host.call_exception_handler(
                {
                    "message": f"Exception in an async listener of {self._event!r}",
                    "exception": task.exception(),
                    "task": task,
                }
            )
        if emitter is not None:  # or its loop has ended
            emitter._task_done(self._event, args, task)


def tasks_of(emitter: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """The tasks of ``emitter``'s listeners that are not over, with their arguments."""
    return [(task, args) for task, (whose, args) in list(_tasks.items()) if whose is emitter]


def forget(host: Any) -> None:
    """The asyncio loop ends: what is left of its tasks never will be over."""
    for task in list(_tasks):
        if task.get_loop() is host:
            del _tasks[task]
