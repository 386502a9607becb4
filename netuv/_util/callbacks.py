"""Callbacks given by the user: JavaScript drops arguments a function does not take; so do we.

``inspect`` is imported when it is needed: importing netuv took a tenth longer with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspect import Signature

_CO_VARARGS = 4  # inspect's


def takes_error(callback: Callable[..., Any]) -> Callable[[BaseException | None], Any]:
    """``callback`` as one that is called with an error, or None for success.

    Success is passed on only to a callback that needs an argument, so that
    ``lambda name=name: ...`` keeps its defaults; an error to any that can take it.
    """
    needs, can = _arity(callback)
    if needs:
        return callback
    if can:
        return lambda error: callback() if error is None else callback(error)
    return lambda error: callback()


def takes_second(callback: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """``callback`` as one that is called with two arguments; it gets the second one if it needs
    it, or takes any number.
    """
    needs, can = _counts(callback)
    if can == math.inf or needs >= 2:
        return callback
    if can:
        return lambda first, second: callback(first)
    return lambda first, second: callback()


def is_async(function: object) -> bool:
    """Whether a call of it gives a coroutine."""
    from inspect import iscoroutinefunction

    return iscoroutinefunction(function)


def is_awaitable(value: object) -> bool:
    """Whether ``value``, which a user's function has returned, can be awaited."""
    if value is None:
        return False
    from inspect import isawaitable

    return isawaitable(value)


def _arity(callback: Callable[..., Any]) -> tuple[bool, bool]:
    """Whether it needs a positional argument, and whether it can take one."""
    function = callback.__func__ if isinstance(callback, MethodType) else callback
    if isinstance(function, FunctionType):  # no need for inspect, which is slow
        code = function.__code__
        positional = code.co_argcount - (function is not callback)
        required = positional - len(function.__defaults__ or ())
        return required > 0, positional > 0 or bool(code.co_flags & _CO_VARARGS)
    from inspect import signature as signature_of

    try:
        signature = signature_of(callback)
    except (TypeError, ValueError):  # a builtin without a signature
        return True, True
    return not _binds(signature), _binds(signature, None)


def _counts(callback: Callable[..., Any]) -> tuple[int, float]:
    """How many positional arguments it needs, and how many it can take."""
    from inspect import Parameter
    from inspect import signature as signature_of

    try:
        parameters = signature_of(callback).parameters.values()
    except (TypeError, ValueError):  # a builtin without a signature
        return 0, math.inf
    if any(one.kind is Parameter.VAR_POSITIONAL for one in parameters):
        return 0, math.inf
    kinds = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    positional = [one for one in parameters if one.kind in kinds]
    return sum(one.default is Parameter.empty for one in positional), len(positional)


def _binds(signature: Signature, *args: Any) -> bool:
    try:
        signature.bind(*args)
    except TypeError:
        return False
    return True
