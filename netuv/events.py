"""Node's ``events`` module: EventEmitter, and functions for whatever emits events.

``default_max_listeners`` (10) and ``capture_rejections`` (False) may be assigned: they are those
of ``EventEmitter``, checked.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from ._events import (
    EventEmitter,
    check_captures,
    check_max_listeners,
    error_monitor,
)
from ._listeners import capture_rejection_symbol
from ._loop.event_functions import (
    add_abort_listener,
    get_event_listeners,
    get_max_listeners,
    listener_count,
    set_max_listeners,
)
from ._loop.event_waits import on, once

__all__ = [
    "EventEmitter",
    "add_abort_listener",
    "capture_rejection_symbol",
    "capture_rejections",
    "default_max_listeners",
    "error_monitor",
    "get_event_listeners",
    "get_max_listeners",
    "listener_count",
    "on",
    "once",
    "set_max_listeners",
]

if TYPE_CHECKING:
    capture_rejections: bool
    default_max_listeners: float


class _Module(ModuleType):
    """This module: Node's has two properties that can be assigned."""

    @property
    def default_max_listeners(self) -> float:
        """How many listeners of one event are too few for a warning, where nobody has said else."""
        return EventEmitter.default_max_listeners

    @default_max_listeners.setter
    def default_max_listeners(self, n: float) -> None:
        check_max_listeners(n, "default_max_listeners")
        EventEmitter.default_max_listeners = n

    @property
    def capture_rejections(self) -> bool:
        """Whether emitters made from now on capture what their listeners fail with later."""
        return EventEmitter.capture_rejections

    @capture_rejections.setter
    def capture_rejections(self, value: bool) -> None:
        name = "EventEmitter.capture_rejections"
        EventEmitter.capture_rejections = check_captures(value, name)


sys.modules[__name__].__class__ = _Module
