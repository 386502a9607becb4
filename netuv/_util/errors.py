"""The errors of API.md: Python's exception classes with Node's fields and messages."""

from __future__ import annotations

import errno as _errno
import operator
from copy import copy
from typing import Any, NoReturn


class _Coded:
    """What the classes with Node's ``code`` share: two arguments, and copies that keep both."""

    code: str

    def __reduce__(self) -> tuple[Any, ...]:
        fields = dict(self.__dict__)
        for name in ("errno", "strerror"):
            if getattr(self, name, None) is not None:
                fields[name] = getattr(self, name)
        return _remade, (type(self), self.args, fields)  # type: ignore[attr-defined]


def _remade(kind: type[BaseException], args: tuple[Any, ...], fields: dict[str, Any]) -> Any:
    """An error that is copied, or comes out of a pickle: no ``__init__`` makes it anew."""
    error = kind.__new__(kind, *args)
    error.args = args
    if isinstance(error, OSError) and len(args) > 1:
        error.errno, error.strerror = args[:2]
    for name, value in fields.items():
        setattr(error, name, value)
    return error


def twin(error: BaseException) -> BaseException:
    """The same error without the traceback, and so without what the frames hold; itself if there
    can be none.
    """
    try:
        made = copy(error)
    except Exception:  # a class of somebody else's, whose way to be made nobody knows
        return error
    if type(made) is not type(error) or not _alike(made.args, error.args):
        return error  # its __init__ makes its arguments from others: the copy says something else
    made.__cause__, made.__context__ = error.__cause__, error.__context__
    made.__suppress_context__ = error.__suppress_context__
    return made


def _alike(some: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    """Whether they are the same objects; no ``==`` of somebody else's is asked."""
    return len(some) == len(others) and all(map(operator.is_, some, others))


def is_twin(error: BaseException, other: BaseException | None) -> bool:
    """Whether ``other`` is ``error``, or its twin."""
    return type(error) is type(other) and error.args == getattr(other, "args", None)


def is_ours(error: BaseException) -> bool:
    """Whether netuv has made it, as far as one can see: it has a Node code."""
    return "code" in getattr(error, "__dict__", ())


class StateError(_Coded, RuntimeError):
    """An operation that the object's state does not allow.

    ``code`` is Node's, ``"ERR_SERVER_NOT_RUNNING"`` say; ``message`` its text.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ClosedError(ConnectionError, StateError):
    """What a connection, or a stream, that is closed refuses; an ``OSError``, too.

    ``code`` is Node's, ``"ERR_SOCKET_CLOSED"``, ``"ERR_STREAM_DESTROYED"``,
    ``"ERR_STREAM_PREMATURE_CLOSE"``, ``"ERR_STREAM_WRITE_AFTER_END"``,
    ``"ERR_SOCKET_CLOSED_BEFORE_CONNECTION"``; ``message`` its text; ``errno`` is None. What is
    written to a socket that its peer has ended is a ``BrokenPipeError`` as well, with
    ``errno``, ``code`` ``"EPIPE"`` and ``syscall`` ``"write"``.
    """

    def __init__(self, code: str, message: str) -> None:
        OSError.__init__(self, message)
        self.strerror = message
        self.code = code

    __reduce__ = _Coded.__reduce__


class PeerEndedError(ClosedError, BrokenPipeError):
    """A write to a socket that its peer, and so the socket itself, has ended.

    ``message`` is its text. A ``BrokenPipeError`` with the fields of a system's.
    """

    def __init__(self, message: str) -> None:
        OSError.__init__(self, _errno.EPIPE, message)
        self.code = "EPIPE"
        self.syscall = "write"


class ArgumentTypeError(_Coded, TypeError):
    """A ``TypeError`` with Node's ``code``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ArgumentValueError(_Coded, ValueError):
    """A ``ValueError`` with Node's ``code``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnhandledError(StateError):
    """An ``"error"`` event nobody listens to whose argument is no exception.

    ``context`` is what it is.
    """

    context: Any = None


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


class TimeoutOverflowWarning(RuntimeWarning):
    """A time is longer than a timer can wait: 2**31-1 milliseconds."""


class MaxListenersExceededWarning(RuntimeWarning):
    """More listeners of one event than ``set_max_listeners`` allows: perhaps a leak.

    ``message`` is its text. ``emitter`` has them, or ``target``, an AbortSignal (the other one is
    None); ``type`` is the event, ``count`` the number of its listeners.
    """

    emitter: Any = None
    target: Any = None
    type: Any = None
    count = 0


def interrupted(error: BaseException) -> Exception:
    """What an operation fails with that ``error`` has ended: Ctrl-C is no event's argument."""
    if isinstance(error, Exception):
        return error
    return AbortError("The operation was interrupted", cause=error)


def no_copy(thing: object, _protocol: object = None) -> NoReturn:
    """``__reduce_ex__`` of what the core has one of: no copy, no pickle."""
    raise TypeError(f"cannot copy or pickle {type(thing).__name__!r}")


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
        place = plain(address, LONGEST_NAME)
        message += f" {place}:{port}" if port else f" {place}"
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


def socket_closed() -> ClosedError:
    """``ERR_SOCKET_CLOSED``."""
    return ClosedError("ERR_SOCKET_CLOSED", "Socket is closed")


def closed_before_connection() -> ClosedError:
    """``ERR_SOCKET_CLOSED_BEFORE_CONNECTION``."""
    return ClosedError(
        "ERR_SOCKET_CLOSED_BEFORE_CONNECTION",
        "Socket closed before the connection was established",
    )


def loop_closed() -> StateError:
    """``ERR_LOOP_CLOSED``."""
    return StateError("ERR_LOOP_CLOSED", "The loop is closed")


def loop_forked() -> StateError:
    """``ERR_LOOP_FORKED``."""
    return StateError(
        "ERR_LOOP_FORKED",
        "This loop was made before a fork() and stays with the parent; make a new one",
    )


def loop_running() -> StateError:
    """``ERR_LOOP_RUNNING``."""
    return StateError("ERR_LOOP_RUNNING", "The loop is running already")


def null_values() -> ArgumentTypeError:
    """``ERR_STREAM_NULL_VALUES``."""
    return ArgumentTypeError("ERR_STREAM_NULL_VALUES", "May not write null values to stream")


def lookup_error(code: str, hostname: str) -> OSError:
    """The ``socket.gaierror`` of a failed name request, as ``dns.lookup`` reports it."""
    import socket  # slow to load

    number = getattr(socket, code, socket.EAI_NONAME)
    error: Any = socket.gaierror(number, f"getaddrinfo {code} {plain(hostname, LONGEST_NAME)}")
    error.code = code
    error.syscall = "getaddrinfo"
    error.hostname = hostname
    result: OSError = error
    return result


LONGEST_SHOWN = 128  # characters of a value in a message; Node's
LONGEST_NAME = 4096  # of a path or a name


def shown(value: object) -> str:
    """``repr(value)``, not too long, also of what has none: huge numbers, odd objects."""
    if isinstance(value, (str, bytes, bytearray)):
        value = value[: LONGEST_SHOWN + 1]
    try:
        text = repr(value)
    except Exception:  # the user's, or there are too many digits, or no end of brackets
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "..."


def plain(value: object, most: int = LONGEST_SHOWN) -> str:
    """As ``shown``, a ``str`` without quotation marks, of ``most`` characters."""
    if not isinstance(value, str):
        return shown(value)
    return value if len(value) <= most else value[:most] + "..."


def worded(name: object) -> str:
    """A name that may be anything as text in a message: JavaScript's ``String(name)``."""
    try:
        return plain(str(name))
    except Exception:  # the user's, or there are too many digits
        return shown(name)


def received(value: object) -> str:
    """How Node's messages describe a wrong argument, with Python's type names."""
    if value is None:
        return " Received None"
    if isinstance(value, (str, int, float, bool)):
        text = shown(value)
        if len(text) > 28:
            text = text[:25] + "..."
        return f" Received type {type(value).__name__} ({text})"
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
        "ERR_INVALID_ARG_VALUE", f"The {kind} '{name}' {reason}. Received {shown(value)}"
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
        f'The value of "{name}" is out of range. It must be {wanted}. Received {shown(value)}',
    )


def too_many_arguments(function: str, takes: str) -> ArgumentTypeError:
    """More, or others, than the forms of ``function`` take."""
    return ArgumentTypeError("ERR_INVALID_ARG_TYPE", f"{function}() takes {takes}")
