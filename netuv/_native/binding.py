"""The one door to the core: the sole importer of _core; negative results become exceptions."""

from __future__ import annotations

from collections.abc import Callable
from errno import errorcode
from typing import Any

from .._util.errors import (
    ClosedError,
    interrupted,
    loop_forked,
    loop_running,
    system_error,
    wrong_thread,
)
from . import _core  # type: ignore[attr-defined]

ffi: Any = _core.ffi
lib: Any = _core.lib

_STATES: dict[int, Callable[[], Exception]] = {
    lib.NUV_EWRONGTHREAD: wrong_thread,
    lib.NUV_EFORKED: loop_forked,
    lib.NUV_ERUNNING: loop_running,
}


def error_name(error: int) -> str:
    """``"ECONNREFUSED"`` for a negative result of the core."""
    name: str = ffi.string(lib.nuv_error_name(error)).decode()
    return name


def error_text(error: int) -> str:
    """``"connection refused"`` for a negative result of the core."""
    text: str = ffi.string(lib.nuv_error_text(error)).decode()
    return text


def error_text_of(number: int | None) -> str:
    """libuv's words for a positive errno of this system."""
    return error_text(-(number or 0)) if number else ""


def exception(
    error: int,
    syscall: str,
    *,
    address: str | None = None,
    port: int | None = None,
    details: str = "",
    verbose: bool = False,
) -> Exception:
    """The exception for a negative result; ``verbose`` adds libuv's text, as some of Node's do."""
    state = _STATES.get(error)
    if state is not None:
        return state()
    text = error_text(error) if verbose else ""
    return system_error(
        error_name(error), syscall, text=text, address=address, port=port, details=details
    )


def describe(
    error: OSError,
    syscall: str,
    address: str | None = None,
    port: int | None = None,
    *,
    details: str = "",
    verbose: bool = False,
) -> OSError:
    """``error`` of a handle as Node words it: with syscall, address and port."""
    if isinstance(error, ClosedError):
        return error
    code = getattr(error, "code", "") or errorcode.get(error.errno or 0, "")
    if not code:
        return error  # of a replaced method: says what it says
    text = error_text_of(error.errno) if verbose else ""
    return system_error(code, syscall, text=text, address=address, port=port, details=details)


def reported(error: BaseException, syscall: str, *place: Any, **more: Any) -> Exception:
    """What is reported of a call to a handle that failed: as ``describe``, if the system did."""
    if isinstance(error, OSError):
        return describe(error, syscall, *place, **more)
    return interrupted(error)


def check(result: int, syscall: str = "") -> int:
    """``result`` if it is one, else raises what it means."""
    if result < 0:
        raise exception(result, syscall)
    return result


def check_system(result: int, syscall: str) -> None:
    """The same for what makes something of the system's: with its words."""
    if result >= 0:
        return
    if error_name(result) == "ENOMEM":
        raise MemoryError(f"{syscall} ENOMEM: {error_text(result)}")
    raise exception(result, syscall, verbose=True)


check_system(lib.nuv_init(), "uv_loop_init")
