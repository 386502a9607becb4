"""Small things that several test files need."""

from __future__ import annotations

import os


def child_environment() -> dict[str, str]:
    """The environment for a program that a test starts: this process's own.

    Where the suite runs under the sanitizers (``NETUV_SANITIZE=1``), their preloaded libraries
    are left out: they are not for foreign programs, and ``sys.executable`` loads them itself.
    """
    environment = dict(os.environ)
    if environment.get("NETUV_SANITIZE") == "1":
        environment.pop("LD_PRELOAD", None)
    return environment
