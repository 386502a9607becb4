"""The errors of API.md: Python's exception classes with Node's fields and messages."""

from __future__ import annotations

import errno as _errno
import socket as _socket
from copy import copy
from typing import Any


def _remade(kind: type[BaseException], args: tuple[Any, ...], fields: dict[str, Any]) -> Any:
    """An error that is copied, or comes out of a pickle: no ``__init__`` makes it anew."""
    error = kind.__new__(kind, *args)
    error.args = args
    if isinstance(error, OSError) and len(args) > 1:
        error.errno, error.strerror = args[:2]
    error.__dict__.update(fields)
    return error


def twin(error: BaseException) -> BaseException:
    """The same error without the traceback, and so without what the frames hold; itself if there
    can be none.
    """
    try:
        made = copy(error)
    except Exception:  # a class of somebody else's, whose way to be made nobody knows
        return error
    if type(made) is not type(error):
        return error
    made.__cause__, made.__context__ = error.__cause__, error.__context__
    made.__suppress_context__ = error.__suppress_context__
    return made


def is_twin(error: BaseException, other: BaseException | None) -> bool:
    """Whether ``other`` is ``error``, or its twin."""
    return type(error) is type(other) and error.args == getattr(other, "args", None)


def is_ours(error: BaseException) -> bool:
    """Whether netuv has made it, as far as one can see: it has a Node code."""
    return "code" in getattr(error, "__dict__", ())


class StateError(RuntimeError):
    """An operation that the object's state does not allow.

    ``code`` is Node's, ``"ERR_SOCKET_CLOSED"`` say; ``message`` its text.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> Any:
        return _remade, (type(self), self.args, self.__dict__)


class ArgumentTypeError(TypeError):
    """A ``TypeError`` with Node's ``code``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    __reduce__ = StateError.__reduce__


class ArgumentValueError(ValueError):
    """A ``ValueError`` with Node's ``code``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    __reduce__ = StateError.__reduce__


class UnhandledError(StateError):
    """An ``"error"`` event nobody listens to whose argument is no exception."""


class AggregateError(OSError):
    """Every attempt to connect failed, and there was more than one address.

    ``errors`` has the error of each; ``code`` and ``errno`` are the first one's.
    """

    def __init__(self, errors: list[BaseException]) -> None:
        first: Any = errors[0]
        text = "; ".join(str(getattr(error, "strerror", None) or error) for error in errors)
        number = getattr(first, "errno", None)
        super().__init__(*([text] if number is None else [number, text]))
        self.errors = errors
        self.code: str = getattr(first, "code", "")

    def __reduce__(self) -> Any:
        return _remade, (type(self), self.args, self.__dict__)


class AbortError(Exception):
    """An operation that was aborted through an ``AbortSignal``.

    ``message`` is its text, ``cause`` the signal's reason; ``code`` is ``"ABORT_ERR"``.
    """

    code = "ABORT_ERR"

    def __init__(self, message: str = "The operation was aborted", *, cause: Any = None) -> None:
        super().__init__(message)
        self.cause = cause
        if isinstance(cause, BaseException):
            self.__cause__ = cause


class MaxListenersExceededWarning(RuntimeWarning):
    """More listeners of one event than ``set_max_listeners`` allows: perhaps a leak."""


def system_error(
    code: str,
    syscall: str,
    *,
    text: str = "",
    address: str | None = None,
    port: int | None = None,
    details: str = "",
) -> OSError:
    """The OSError subclass for ``code`` with Node's message and fields.

    ``text`` is libuv's description, which only some of Node's messages include.
    """
    number = getattr(_errno, code, 0)
    message = f"{syscall} {code}"
    if text:
        message += f": {text}"
    if address is not None:
        message += f" {address}:{port}" if port else f" {address}"
    if details:
        message += f" - Local ({details})"
    error: Any = OSError(number, message)
    error.code = code
    error.syscall = syscall
    if address is not None:
        error.address = address
    if port:
        error.port = port
    result: OSError = error
    return result


def wrong_thread() -> StateError:
    """``ERR_WRONG_THREAD``."""
    return StateError(
        "ERR_WRONG_THREAD", "This loop belongs to another thread; use loop.call_soon_threadsafe()"
    )


def server_not_running() -> StateError:
    """``ERR_SERVER_NOT_RUNNING``."""
    return StateError("ERR_SERVER_NOT_RUNNING", "Server is not running.")


def socket_closed() -> StateError:
    """``ERR_SOCKET_CLOSED``."""
    return StateError("ERR_SOCKET_CLOSED", "Socket is closed")


def closed_before_connection() -> StateError:
    """``ERR_SOCKET_CLOSED_BEFORE_CONNECTION``."""
    return StateError(
        "ERR_SOCKET_CLOSED_BEFORE_CONNECTION",
        "Socket closed before the connection was established",
    )


def lookup_error(code: str, hostname: str) -> _socket.gaierror:
    """The error of a failed name request, as ``dns.lookup`` reports it."""
    number = getattr(_socket, code, _socket.EAI_NONAME)
    error: Any = _socket.gaierror(number, f"getaddrinfo {code} {hostname}")
    error.code = code
    error.syscall = "getaddrinfo"
    error.hostname = hostname
    result: _socket.gaierror = error
    return result


def received(value: object) -> str:
    """How Node's messages describe a wrong argument, with Python's type names."""
    if value is None:
        return " Received None"
    if isinstance(value, (str, int, float, bool)):
        shown = repr(value)
        if len(shown) > 28:
            shown = shown[:25] + "..."
        return f" Received type {type(value).__name__} ({shown})"
    if callable(value):
        return f" Received function {getattr(value, '__name__', '')}".rstrip()
    return f" Received an instance of {type(value).__name__}"


def invalid_arg_type(name: str, expected: str, value: object) -> ArgumentTypeError:
    """``ERR_INVALID_ARG_TYPE``; ``expected`` reads "of type string", say."""
    kind = "property" if "." in name else "argument"
    subject = name if name.endswith(" argument") else f'"{name}" {kind}'
    return ArgumentTypeError(
        "ERR_INVALID_ARG_TYPE", f"The {subject} must be {expected}.{received(value)}"
    )


def invalid_arg_value(name: str, value: object, reason: str = "is invalid") -> ArgumentValueError:
    """``ERR_INVALID_ARG_VALUE``."""
    kind = "property" if "." in name else "argument"
    return ArgumentValueError(
        "ERR_INVALID_ARG_VALUE", f"The {kind} '{name}' {reason}. Received {value!r}"
    )


def invalid_return_value(expected: str, name: str, value: object) -> ArgumentTypeError:
    """``ERR_INVALID_RETURN_VALUE``: what the function ``name`` gave."""
    got = received(value)[len(" Received ") :]
    return ArgumentTypeError(
        "ERR_INVALID_RETURN_VALUE",
        f'Expected {expected} to be returned from the "{name}" function but got {got}.',
    )


def out_of_range(name: str, wanted: str, value: object) -> ArgumentValueError:
    """``ERR_OUT_OF_RANGE``; ``wanted`` reads ">= 0", say."""
    return ArgumentValueError(
        "ERR_OUT_OF_RANGE",
        f'The value of "{name}" is out of range. It must be {wanted}. Received {value!r}',
    )
