"""Argument forms: Node's overloads and checks as pure functions."""

from __future__ import annotations

import math
import re
from typing import Any, Callable

from ._errors import (
    ArgumentValueError,
    invalid_arg_type,
    invalid_arg_value,
    out_of_range,
    received,
)

_default_marks = [16 * 1024, 16]  # bytes, objects; Node 18's
DEFAULT_BACKLOG = 511
LONGEST_KEEP_ALIVE = 32767  # seconds; Linux's

Callback = Callable[..., Any]
_NUMBER = re.compile(r"\s*(0[xX][0-9a-fA-F]+|[+-]?[0-9]+(\.0*)?)\s*")


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
    if isinstance(value, str) and value.strip():
        match = _NUMBER.fullmatch(value)
        return (
            int(float(value))
            if match and "x" not in value.lower()
            else (int(value, 16) if match else None)
        )
    return None


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


def check_str(value: object, name: str) -> str:
    """``ERR_INVALID_ARG_TYPE`` unless it is a str."""
    if not isinstance(value, str):
        raise invalid_arg_type(name, "of type string", value)
    return value


def check_bool(value: object, name: str) -> bool:
    """``ERR_INVALID_ARG_TYPE`` unless it is a bool or None."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise invalid_arg_type(name, "of type boolean", value)
    return value


def check_number(value: object, name: str) -> float:
    """``ERR_INVALID_ARG_TYPE`` unless it is an int or a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise invalid_arg_type(name, "of type number", value)
    return value


def check_integer(value: object, name: str, lowest: int, highest: int) -> int:
    """A whole number in that range, also as a float; else ``ERR_OUT_OF_RANGE``."""
    number = check_number(value, name)
    if not (isinstance(number, int) or number.is_integer()):
        raise out_of_range(name, "an integer", value)
    if not lowest <= number <= highest:
        raise out_of_range(name, f">= {lowest} && <= {highest}", value)
    return int(number)


def check_timeout(value: object, name: str = "msecs") -> float:
    """Milliseconds of an idle timeout: 0 … 2**31-1, more is that."""
    number = check_number(value, name)
    if not math.isfinite(number) or number < 0:
        raise out_of_range(name, "a non-negative finite number", value)
    return min(number, 2**31 - 1)


def high_water_mark(
    value: int | None, name: str = "high_water_mark", object_mode: bool = False
) -> int:
    """The mark in bytes, or objects; None is the default."""
    if value is None:
        return get_default_high_water_mark(object_mode)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise invalid_arg_value(name, value)
    return value


def get_default_high_water_mark(object_mode: bool = False) -> int:
    """The mark of streams made without one (manual: stream.getDefaultHighWaterMark()).

    ``object_mode`` (False): of which streams. 16384 bytes, or 16 objects, unless it was set.
    """
    return _default_marks[bool(object_mode)]


def set_default_high_water_mark(object_mode: bool, value: int) -> None:
    """Sets the mark of streams made without one (manual: stream.setDefaultHighWaterMark()).

    ``object_mode``: of which streams. ``value``: bytes, or objects. Those made before keep
    theirs. Raises ``ERR_INVALID_ARG_TYPE`` unless ``value`` is a number,
    ``ERR_OUT_OF_RANGE`` unless it is a whole one from 0.
    """
    _default_marks[bool(object_mode)] = check_integer(value, "value", 0, 2**53 - 1)


def seconds_of(milliseconds: float) -> int:
    """Keep-alive delays go to the system in whole seconds, no more than it takes."""
    return min(max(0, int(milliseconds // 1000)), LONGEST_KEEP_ALIVE)


def invalid_ip_address(value: object) -> ArgumentValueError:
    """``ERR_INVALID_IP_ADDRESS``."""
    return ArgumentValueError("ERR_INVALID_IP_ADDRESS", f"Invalid IP address: {value}")
