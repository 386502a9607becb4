"""Odd values for every argument, and what may come of a call with one: for test_arguments.py.

Each value is made anew for each call. A call may return, or raise what API.md says: a class of
Python's own with Node's ``code``. Whatever it does later must not fail in another way, either.
"""

from __future__ import annotations

import array
import decimal
import fractions
from collections.abc import Callable
from typing import Any

import netuv

LONG = "x" * 1_000_000


class Anything:
    """Can be made of, compared with and called with anything: a class where a value is wanted."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __iter__(self) -> Any:
        return iter(())

    def __aiter__(self) -> Any:
        return self


class Wrong(netuv.StateError):
    """A class of errors that can be made of anything."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__("ERR_WRONG", "wrong")


class Nameless:
    """Something whose repr() fails."""

    def __repr__(self) -> str:
        raise ArithmeticError("no repr")


class Indexed:
    """Something that ``operator.index`` takes, and that is no int."""

    def __index__(self) -> int:
        return 5


class Unhashable:
    """What can be called, but is no key of a dict."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __call__(self, *_: Any, **__: Any) -> None:
        pass


async def coroutine_function(*_: Any, **__: Any) -> None:
    """Async code, where perhaps nobody runs it."""


def _nested() -> list[Any]:
    """What Python's own repr() has no stack for."""
    nested: list[Any] = []
    for _ in range(2000):
        nested = [nested]
    return nested


def _released() -> memoryview:
    view = memoryview(bytearray(4))
    view.release()
    return view


def _closed(kind: type) -> Any:
    handle = kind()
    handle.close()
    return handle


NUMBERS: dict[str, Callable[[], Any]] = {
    "2**15": lambda: 2**15,
    "2**31": lambda: 2**31,
    "2**32": lambda: 2**32,
    "2**63": lambda: 2**63,
    "2**64": lambda: 2**64,
    "-1": lambda: -1,
    "-2**31-1": lambda: -(2**31) - 1,
    "-2**63": lambda: -(2**63),
    "10**400": lambda: 10**400,
    "-10**400": lambda: -(10**400),
    "10**5000": lambda: 10**5000,
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "-inf": lambda: float("-inf"),
    "-0.5": lambda: -0.5,
    "1.5": lambda: 1.5,
    "1e308": lambda: 1e308,
    "True": lambda: True,
    "False": lambda: False,
    "complex": lambda: 1j,
    "Decimal": lambda: decimal.Decimal(5),
    "Fraction": lambda: fractions.Fraction(1, 2),
    "Indexed": Indexed,
}
TEXTS: dict[str, Callable[[], Any]] = {
    "empty": lambda: "",
    "space": lambda: " ",
    "surrogate": lambda: "\ud800",
    "escaped byte": lambda: "\udcff",
    "NUL": lambda: "\0",
    "NUL inside": lambda: "127.0.0.1\0x",
    "long": lambda: LONG,
    "long number": lambda: "9" * 5000,
    "long hexadecimal": lambda: "0x" + "f" * 5000,
    "long not ASCII": lambda: "\u00e9" * 1000,
    "digit of sorts": lambda: "\u00b2",
}
OBJECTS: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "bytes": lambda: b"bytes",
    "bytearray": lambda: bytearray(3),
    "view with gaps": lambda: memoryview(b"abcdef")[::2],
    "released view": _released,
    "array of double": lambda: array.array("d", [1.0, 2.0]),
    "object": object,
    "list": lambda: [1],
    "dict": lambda: {"a": 1},
    "set": lambda: {1},
    "nested": _nested,
    "class": lambda: Anything,
    "lambda": lambda: lambda *_, **__: None,
    "coroutine function": lambda: coroutine_function,
    "unhashable callable": Unhashable,
    "no repr": Nameless,
    "exception": Wrong,
    "exception class": lambda: Wrong,
}
# These live on a loop, and making one may leave something there.
LIVE: dict[str, Callable[[], Any]] = {
    "closed TCP": lambda: _closed(netuv.TCP),
    "closed Pipe": lambda: _closed(netuv.Pipe),
    "Server": netuv.Server,
    "Socket": netuv.Socket,
    "destroyed Socket": lambda: netuv.Socket().destroy(),
    "Readable": netuv.stream.Readable,
    "Writable": netuv.stream.Writable,
    "aborted signal": netuv.AbortSignal.abort,
}
ALL: dict[str, Callable[[], Any]] = {**NUMBERS, **TEXTS, **OBJECTS, **LIVE}


def name(number: float) -> str:
    """A number for the name of a test: pytest asks Python for all of its digits."""
    is_huge = isinstance(number, int) and number.bit_length() > 64
    return f"{int(number).bit_length()} bits" if is_huge else str(number)


KINDS = (TypeError, ValueError, OSError, netuv.StateError, netuv.AbortError)


def complaint(error: BaseException) -> str:
    """What is wrong with ``error`` as the answer to a wrong argument; empty if nothing."""
    code, text = getattr(error, "code", None), str(error)
    coded = isinstance(code, str) and code.startswith(("E", "ABORT_ERR"))
    unknown_keyword = type(error) is TypeError and "unexpected key" in text
    if unknown_keyword or (coded and isinstance(error, KINDS) and len(text) < 10_000):
        return ""
    return f"{type(error).__name__} {code}: {text[:100]}"
