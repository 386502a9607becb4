"""Pipe: what is special to a handle of a Unix domain socket."""

from __future__ import annotations

import os
from typing import Any, Union

from .._loop.access import slots_of
from .._native.binding import check, exception, ffi, lib
from .._util import validators as options
from .base import Done, Handle

Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]

LONGEST_PATH = 4096  # bytes; more than any system's


class Pipe(Handle):
    """A Unix domain socket: a connection or a listener; Node's ``PipeWrap``.

    ``loop``: the loop it belongs to; the thread's current one by default. ``accepted``:
    see ``Handle``. It may be subclassed as ``TCP``.
    """

    __slots__ = ()
    _KIND: int = lib.NUV_PIPE

    READABLE: int = lib.NUV_PIPE_READABLE
    WRITABLE: int = lib.NUV_PIPE_WRITABLE

    def open(self, fd: int) -> None:
        """Takes over the descriptor ``fd`` of a Unix domain socket or a pipe.

        ``close()`` closes it. Raises ``OSError``: ``EINVAL`` (neither of them), ``EBADF``,
        ``EBUSY`` (this handle has one).
        """
        self._take_over(fd, lib.nuv_pipe_open)

    def bind(self, path: Path) -> None:
        r"""Binds to a ``path``, whose file is made now and unlinked by ``close()``.

        On Linux a path that begins with ``"\0"`` is an abstract name, without a file. Raises
        ``OSError``: ``EADDRINUSE``, ``EACCES``, ``ENOENT``, ``ENAMETOOLONG``, ``EBADF``;
        ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE`` (text that no path can be).
        """
        name = options.check_path(path, "path")
        result = lib.nuv_pipe_bind(self._open_stream("bind"), name, len(name))
        if result < 0:
            raise exception(result, "bind", address=os.fsdecode(name))

    def fchmod(self, mode: int) -> None:
        """Lets all users use it; ``mode`` is ``READABLE``, ``WRITABLE`` or both (``|``).

        Raises ``OSError``: ``EBADF`` (closed, or not bound), ``EINVAL``;
        ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        number = options.check_integer(mode, "mode", 0, 2**31 - 1)
        check(lib.nuv_pipe_chmod(self._open_stream("fchmod"), number), "fchmod")

    def getsockname(self) -> str:
        """The path it is bound to, "" if it is not. Raises ``OSError``: ``EBADF``."""
        return self._name(lib.nuv_pipe_get_sockname, "getsockname")

    def getpeername(self) -> str:
        """The path the peer is bound to, "" if it is not. Raises ``OSError``: ``EBADF``."""
        return self._name(lib.nuv_pipe_get_peername, "getpeername")

    def _name(self, get: Any, syscall: str) -> str:
        path = ffi.new("char[]", LONGEST_PATH)
        length = check(get(self._open_stream(syscall), path, LONGEST_PATH), syscall)
        return os.fsdecode(ffi.unpack(path, length))

    def connect(self, path: Path, on_connect: Done | None = None) -> None:
        """Connects to a ``path``.

        ``on_connect(error)`` is called with None, or with the error: ``ENOENT``,
        ``ECONNREFUSED``, ``EACCES``, ``ECANCELED`` (closed meanwhile). Without it a failure
        comes out of ``run()``. Raises ``OSError``: ``ENAMETOOLONG``, ``EBADF``,
        ``EALREADY``; ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``.
        """
        name = options.check_path(path, "path")
        self._check_callback(on_connect, "on_connect")
        result = lib.nuv_pipe_connect(self._open_stream("connect"), name, len(name))
        if result < 0:
            raise exception(result, "connect", address=os.fsdecode(name))
        slots_of(self._loop).deferred.append(self._slot)
        self._connects(on_connect, address=os.fsdecode(name))
