"""Argument forms: Node's overloads and checks as pure functions."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from typing import Any

from .errors import (
    ArgumentValueError,
    invalid_arg_type,
    invalid_arg_value,
    out_of_range,
    plain,
    received,
)

_default_marks = [16 * 1024, 16]  # bytes, objects; Node 18's
DEFAULT_BACKLOG = 511
LARGEST_BACKLOG = 2**31 - 1
LONGEST_KEEP_ALIVE = 32767  # seconds; Linux's

Callback = Callable[..., Any]
_ADD = "add_event_listener"
_ENOUGH = 300  # digits
_NUMBER = re.compile(r"\s*(0[xX][0-9a-fA-F]+|[+-]?[0-9]+(\.0*)?)\s*")
_LEADING = re.compile(r"\s*([+-]?[0-9]+)")


def split_callback(args: tuple[Any, ...]) -> tuple[list[Any], Callback | None]:
    """The positional arguments, and the callable at their end, if there is one."""
    values = list(args)
    callback = None
    if values and callable(values[-1]):
        callback = values.pop()
    while values and values[-1] is None:
        values.pop()
    return values, callback


def is_path(value: object) -> bool:
    """Whether a first argument names a path: a str that is no number."""
    return isinstance(value, str) and to_port_number(value) is None


def to_port_number(value: object) -> int | None:
    """A number, or text that is one, as an int; None if it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        match = _NUMBER.fullmatch(value)
        return None if match is None else _read_number(match.group(1))
    return None


def _read_number(digits: str) -> int:
    """What ``_NUMBER`` has found; more than it takes to see that it is too large is cut."""
    base = 16 if digits[:2] in ("0x", "0X") else 10
    whole = digits[2:] if base == 16 else digits.partition(".")[0].lstrip("+-")
    number = int(whole.lstrip("0")[:_ENOUGH] or "0", base)
    return -number if digits[0] == "-" else number


def check_port(value: object, name: str = "Port", allow_zero: bool = True) -> int:
    """A port, 0 … 65535, else ``ERR_SOCKET_BAD_PORT``."""
    port = to_port_number(value)
    if port is None or port > 65535 or port < (0 if allow_zero else 1):
        operator = ">=" if allow_zero else ">"
        raise ArgumentValueError(
            "ERR_SOCKET_BAD_PORT",
            f"{name} should be {operator} 0 and < 65536.{received(value)}.",
        )
    return port


def check_callable(value: object, name: str = "callback") -> None:
    """``ERR_INVALID_ARG_TYPE`` unless it can be called."""
    if not callable(value):
        raise invalid_arg_type(name, "of type function", value)


def check_optional(value: object, name: str = "callback") -> None:
    """``ERR_INVALID_ARG_TYPE`` unless it is None or can be called."""
    if value is not None and not callable(value):
        raise invalid_arg_type(name, "of type function", value)


def check_signal(value: object, name: str) -> None:
    """``ERR_INVALID_ARG_TYPE`` unless it is None or an AbortSignal, or does what one does."""
    if value is not None and not (hasattr(value, "aborted") and is_method(value, _ADD)):
        raise invalid_arg_type(name, "an instance of AbortSignal", value)


def reason_of(signal: Any) -> Any:
    """Why ``signal`` is aborted: what only does as a signal does need not have a reason."""
    return getattr(signal, "reason", None)


def is_method(value: object, *names: str) -> bool:
    """Whether it is an object, no class, with methods of these names."""
    if isinstance(value, type):
        return False
    return all(callable(getattr(value, name, None)) for name in names)


def check_path(value: object, name: str) -> bytes:
    """A path as the system has it; ``ERR_INVALID_ARG_TYPE`` for what is none."""
    try:
        return os.fsencode(value)  # type: ignore[arg-type]
    except TypeError:
        raise invalid_arg_type(name, "of type str or bytes, or an os.PathLike", value) from None
    except UnicodeEncodeError:  # a lone surrogate: no file can have that name
        raise invalid_arg_value(name, value, "must be text that a path can be") from None


def check_str(value: object, name: str) -> str:
    """``ERR_INVALID_ARG_TYPE`` unless it is a str."""
    if not isinstance(value, str):
        raise invalid_arg_type(name, "of type string", value)
    return value


def check_no_nul(text: str, name: str) -> str:
    """``ERR_INVALID_ARG_VALUE`` for text with a NUL, of which the system would see the half."""
    if "\0" in text:
        raise invalid_arg_value(name, text, "must be a string without null bytes")
    return text


def check_socket_path(path: str, name: str) -> str:
    """A Unix socket's path; one with a NUL at its start is an abstract name, of any bytes."""
    check_path(path, name)
    return path if path.startswith("\0") else check_no_nul(path, name)


def check_bool(value: object, name: str) -> bool:
    """``ERR_INVALID_ARG_TYPE`` unless it is a bool or None."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise invalid_arg_type(name, "of type boolean", value)
    return value


def truth(value: object, name: str, default: bool = False) -> bool:
    """Whether an option is on; ``default`` for None. As in Node anything may stand for it."""
    if value is None:
        return default
    try:
        return bool(value)
    except Exception:  # an array of several numbers, say
        raise invalid_arg_type(name, "of type boolean", value) from None


def check_number(value: object, name: str) -> float:
    """``ERR_INVALID_ARG_TYPE`` unless it is an int or a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise invalid_arg_type(name, "of type number", value)
    return value


def check_integer(value: object, name: str, lowest: int, highest: int) -> int:
    """A whole number in that range, also as a float; else ``ERR_OUT_OF_RANGE``."""
    number = check_number(value, name)
    if isinstance(number, float) and not number.is_integer():
        raise out_of_range(name, "an integer", value)
    if not lowest <= number <= highest:
        raise out_of_range(name, f">= {lowest} && <= {highest}", value)
    return int(number)


def to_integer(value: object) -> int | None:
    """What JavaScript's ``parseInt(value, 10)`` makes of it; None where that is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return int(value) if math.isfinite(value) else None
    match = _LEADING.match(value) if isinstance(value, str) else None
    return None if match is None else _read_number(match.group(1))


def check_timeout(value: object, name: str = "msecs") -> float:
    """Milliseconds of an idle timeout: from 0."""
    number = check_number(value, name)
    if not 0 <= number < math.inf:
        raise out_of_range(name, "a non-negative finite number", value)
    return number


def high_water_mark(
    value: int | None, name: str = "high_water_mark", object_mode: bool = False
) -> int:
    """The mark in bytes, or objects; None is the default."""
    if value is None:
        return get_default_high_water_mark(object_mode)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise invalid_arg_value(name, value)
    return value


def accepted_high_water_mark(value: int | None, name: str) -> int:
    """As ``high_water_mark``, of a server's sockets: as in Node, a negative one is the default."""
    if value is not None and check_number(value, name) < 0:
        value = None
    return high_water_mark(value, name)


def get_default_high_water_mark(object_mode: bool = False) -> int:
    """The mark of streams made without one (manual: stream.getDefaultHighWaterMark()).

    ``object_mode`` (False): of which streams. 16384 bytes, or 16 objects, unless it was set.
    """
    return _default_marks[truth(object_mode, "object_mode")]


def set_default_high_water_mark(object_mode: bool, value: int) -> None:
    """Sets the mark of streams made without one (manual: stream.setDefaultHighWaterMark()).

    ``object_mode``: of which streams. ``value``: bytes, or objects. Those made before keep
    theirs. Raises ``ERR_INVALID_ARG_TYPE`` unless ``value`` is a number,
    ``ERR_OUT_OF_RANGE`` unless it is a whole one from 0.
    """
    mark = check_integer(value, "value", 0, 2**53 - 1)
    _default_marks[truth(object_mode, "object_mode")] = mark


def seconds_of(milliseconds: float) -> int:
    """Keep-alive delays go to the system in whole seconds, no more than it takes; nan is 0."""
    if milliseconds != milliseconds:
        return 0
    return int(min(max(0, milliseconds), 1000 * LONGEST_KEEP_ALIVE) // 1000)


def invalid_ip_address(value: object) -> ArgumentValueError:
    """``ERR_INVALID_IP_ADDRESS``."""
    return ArgumentValueError("ERR_INVALID_IP_ADDRESS", f"Invalid IP address: {plain(value)}")
