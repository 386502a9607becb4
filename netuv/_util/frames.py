"""Whose code a frame runs, netuv's or the user's, and warnings that name the user's line."""

from __future__ import annotations

import sys
import warnings
from types import FrameType

_NETUV = __name__.partition(".")[0]


def is_ours(frame: FrameType) -> bool:
    """Whether it runs a function of netuv's."""
    package = frame.f_globals.get("__package__")
    return isinstance(package, str) and package.partition(".")[0] == _NETUV


def leave_frames(error: BaseException) -> None:
    """Takes netuv's frames off the beginning of a traceback that is kept: they hold the object
    which holds the error.
    """
    trace = error.__traceback__
    while trace is not None and is_ours(trace.tb_frame):
        trace = trace.tb_next
    error.__traceback__ = trace


def warn_user(
    message: str | Warning, category: type[Warning] | None = None, source: object = None
) -> None:
    """Warns about the innermost line that is not netuv's own, however the call came.

    ``category`` is for a ``message`` that is text. ``source``: where that was made is shown, too,
    if ``tracemalloc`` knows it.
    """
    level = 1
    frame: FrameType | None = sys._getframe()
    while frame is not None and is_ours(frame):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level, source=source)
