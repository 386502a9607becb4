"""Whose code a frame runs, netuv's or the user's, and warnings that name the user's line."""

from __future__ import annotations

import sys
import warnings
from types import FrameType


def is_ours(frame: FrameType) -> bool:
    """Whether it runs a function of netuv's."""
    return frame.f_globals.get("__package__") == __package__


def warn_user(message: str, category: type[Warning], source: object = None) -> None:
    """Warns about the innermost line that is not netuv's own, however the call came.

    ``source``: where that was made is told, too, if ``tracemalloc`` knows it.
    """
    level = 1
    frame: FrameType | None = sys._getframe()
    while frame is not None and is_ours(frame):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level, source=source)
