"""Methods of handles that users replace: in a subclass, or on one handle.

The core does some things without asking the handle's methods: it writes bytes, starts
reading from what it accepts, sets the server's options on it. Each is left to the
methods where one of them is not the original.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_originals: dict[str, Any] = {}


def has_shortcut(method: F) -> F:
    """Decorates a method that the core makes without asking for it."""
    _originals[method.__name__] = method
    return method


def look_at(cls: type) -> None:
    """Keeps in ``cls``, when its first handle is made, which of those methods are others in it."""
    if "_overridden" not in cls.__dict__:
        others = (name for name, own in _originals.items() if getattr(cls, name, own) is not own)
        type.__setattr__(cls, "_overridden", frozenset(others))  # whatever its metaclass says


class WriteMethod:
    """``write`` of a handle: assigning one's own takes its Socket off the short path."""

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
