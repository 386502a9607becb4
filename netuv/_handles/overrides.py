"""Methods of handles that somebody replaced: in a subclass, on a class, on an instance.

The core does some things without asking the handle's methods: it writes bytes, starts
reading from what it accepts, sets the server's options on it. Each is left to the
methods where one of them is not the original any more.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

from .._loop.threads import threads

_originals: dict[str, Any] = {}  # of the methods that have a shortcut


class HandleType(type):
    """The class of handle classes: ``replaced`` tells which of those methods are others."""

    replaced: frozenset[str] = frozenset()

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        cls._look()

    def __setattr__(cls, name: str, value: Any) -> None:
        if name == "write" and value is _originals.get(name):
            value = Write(value)
        super().__setattr__(name, value)
        cls._changed(name)

    def __delattr__(cls, name: str) -> None:
        super().__delattr__(name)
        cls._changed(name)

    def _changed(cls, name: str) -> None:
        if name not in _originals:
            return
        cls._look()
        for handle in _live_handles(cls):
            handle._write_changed()

    def _look(cls) -> None:
        others = {name for name, own in _originals.items() if getattr(cls, name, own) is not own}
        type.__setattr__(cls, "replaced", frozenset(others))
        subclasses: list[Any] = type.__subclasses__(cls)
        for subclass in subclasses:
            subclass._look()


class Write:
    """``write`` of a handle: assigning one's own takes its Socket off the fast path."""

    def __init__(self, function: Any) -> None:
        self.function = function

    def __get__(self, handle: Any, owner: Any = None) -> Any:
        if handle is None:
            return self.function
        writing = handle._writing
        if writing is not None and writing.own is not None:
            return writing.own
        return MethodType(self.function, handle)

    def __set__(self, handle: Any, value: Any) -> None:
        handle._more_writing().own = value
        handle._write_changed()

    def __delete__(self, handle: Any) -> None:
        if handle._writing is None or handle._writing.own is None:
            raise AttributeError("write")
        self.__set__(handle, None)


def watch(**classes: HandleType) -> None:
    """Takes the method of each name, as its class has it now, for the original."""
    for name, cls in classes.items():
        _originals[name] = cls.__dict__[name]
        if name == "write":
            type.__setattr__(cls, name, Write(_originals[name]))


def _live_handles(cls: type) -> list[Any]:
    """Those of this thread's loops."""
    return [
        owner
        for loop in list[Any](threads.loops.all)
        for owner in loop._owners
        if isinstance(owner, cls)
    ]
