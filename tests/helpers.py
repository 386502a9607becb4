"""Small things that several test files need."""

from __future__ import annotations

import os


def child_environment() -> dict[str, str]:
    """The environment for a program that a test starts.

    It is this process's own, but where the suite runs under a sanitizer (``NETUV_SANITIZE=1``)
    the preloaded sanitizer library is left out: it is for this process alone.
    """
    environment = dict(os.environ)
    if environment.get("NETUV_SANITIZE") == "1":
        environment.pop("LD_PRELOAD", None)
    return environment
