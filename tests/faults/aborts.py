"""Where libuv itself ends the process, and nothing that netuv does can stop it.

An entry that no fault of a whole run comes to is wrong, and fails.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass


@dataclass(frozen=True)
class Abort:
    """``call`` failing with one of ``errors``; ``scenarios`` where not in any of them."""

    call: str
    errors: frozenset[str]
    reason: str
    scenarios: frozenset[str] = frozenset()

    def covers(self, scenario: str, call: str, error: str) -> bool:
        return (
            call == self.call
            and error in self.errors
            and (not self.scenarios or scenario in self.scenarios)
        )


def is_libuv_s_end(call: str, stderr: str) -> bool:
    """Whether libuv has ended the process, by what that says.

    uv_loop_init() of libuv 1.52 and later frees its table again that could not grow.
    """
    if "faults: libuv aborts" in stderr:
        return True
    freed_twice = "free(): double free" in stderr and " in _make_core\n" in stderr
    if call != "realloc" or not freed_twice:
        return False
    return ctypes.CDLL("libuv.so.1").uv_version() >= (1 << 16 | 52 << 8)


ABORTS = [
    Abort(
        "pipe2",
        frozenset({"EMFILE", "ENFILE"}),
        "uv__signal_global_init() makes the process's pipe for signals, once, which netuv has it "
        "do at import; it looks first whether there are descriptors enough, but another thread "
        "may take them in between",
        frozenset({"startup"}),
    ),
    Abort(
        "register_atfork",
        frozenset({"ENOMEM"}),
        "uv__signal_global_once_init() registers what runs in a forked child, once",
        frozenset({"startup"}),
    ),
    Abort(
        "epoll_add",
        frozenset({"ENOMEM", "ENOSPC"}),
        "uv__io_poll() registers what was asked for since the last poll, when there is nobody "
        "left to return an error to; the kernel refuses it at fs.epoll.max_user_watches",
    ),
    Abort(
        "realloc",
        frozenset({"ENOMEM"}),
        "maybe_resize() grows the table of watched descriptors in uv__io_start(), which returns "
        "nothing; the table grows at the powers of two of the highest descriptor",
    ),
    Abort(
        "epoll_mod",
        frozenset({"ENOMEM"}),
        "uv__io_poll(), as epoll_add",
    ),
]
