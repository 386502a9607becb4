"""Handles of descriptors: of which kind one is, and what Node calls it otherwise."""

from __future__ import annotations

import os
import stat

from .._native.binding import check, lib
from .._util.errors import system_error
from .base import Handle
from .pipe import Pipe
from .tcp import TCP


def is_tcp(fd: int) -> bool:
    """Whether a descriptor is that of a TCP socket; ``OSError`` if it is none we can use."""
    if fd >= 1 << 31:
        raise system_error("EBADF", "open")
    tcp: int = lib.NUV_TCP
    return check(lib.nuv_fd_kind(fd), "open") == tcp


def open_fd(fd: int) -> Handle:
    """A handle for a descriptor, of the kind it is."""
    handle: TCP | Pipe = TCP() if is_tcp(fd) else Pipe()
    try:
        handle.open(fd)
    except OSError:
        handle.close()
        raise
    return handle


def fd_type(fd: int) -> str:
    """What Node calls a descriptor that is no stream of ours."""
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        return "UNKNOWN"
    if os.isatty(fd):
        return "TTY"
    if stat.S_ISREG(mode) or stat.S_ISCHR(mode):
        return "FILE"
    return "UDP" if stat.S_ISSOCK(mode) else "UNKNOWN"
