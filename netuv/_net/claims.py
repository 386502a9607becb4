"""Awaits of what nobody else can hold yet: a socket that connects, a server that is to listen.

Where such an await is cancelled, nobody will ever have the object: it is destroyed.

``wait_for()``, ``gather()`` and their like make a task of what is awaitable. One that is
cancelled before its first step never calls ``__await__()``. But ``ensure_future()`` asks
before whether it is given a future, by an attribute that futures have: the objects here have
it, too, and look after the task's first step whether their await has begun.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from .._loop.access import host_of, is_mine
from .._loop.unretrieved import raise_error, take_error
from .._loop.waits import Event, first
from .._util.errors import closed_before_connection, socket_closed


class _Claim:
    """The tasks that await one object which is not there yet: it is for them alone."""

    __slots__ = ("waiting", "taken")

    def __init__(self) -> None:
        self.waiting = 0
        self.taken = False  # one of them has it


async def claim(emitter: Any, event: str, abandon: Callable[[], Any]) -> Event:
    """Waits for ``event`` or ``"close"``; where the wait is cancelled nobody will have the
    object, and ``abandon()`` is called.

    Of several who wait it takes the last one: the others still want it. One that is
    cancelled after the event, but before it could go on, is cancelled as before.
    """
    claims = emitter.__dict__.setdefault("_claim", _Claim())
    claims.waiting += 1
    try:
        result = await first(emitter, event, "close")
        claims.taken = True
        return result
    except Exception:
        raise
    except BaseException:  # cancelled, or given up
        if claims.waiting == 1 and not claims.taken and is_mine(emitter):
            take_error(emitter)
            abandon()
        raise
    finally:
        claims.waiting -= 1
        if not claims.waiting and emitter.__dict__.get("_claim") is claims:
            del emitter.__dict__["_claim"]


def is_awaited(emitter: Any) -> bool:
    """Whether a task waits for it to be there."""
    return "_claim" in emitter.__dict__


async def connected(socket: Any) -> Any:
    """See ``Socket.__await__``."""
    if socket.connecting:
        event, _ = await claim(socket, "connect", socket.destroy)
        if event == "close":
            raise closed_before_connection()
    else:
        raise_error(socket)
        if socket._handle is None:
            raise socket_closed()
    taken(socket)
    return socket


# -- before the first step -----------------------------------------------------------------


class _Offer:
    """The tasks that were made of one pending object."""

    __slots__ = ("unbegun", "taken")

    def __init__(self) -> None:
        self.unbegun = 0
        self.taken = False  # one of them has it


def offer(emitter: Any, abandon: Callable[[], Any]) -> None:
    """Asked for by a property: if it is for a task, ``abandon()`` unless that begins."""
    host = host_of(emitter)
    if host is None or not _is_for_a_task() or not is_mine(emitter):
        return
    made: _Offer = emitter.__dict__.setdefault("_offer", _Offer())
    made.unbegun += 1
    # This one comes before the task's first step, the one that it schedules after it.
    host.call_soon(host.call_soon, _look, emitter, made, abandon)


def begun(emitter: Any) -> None:
    """The first step of an await."""
    made = emitter.__dict__.get("_offer")
    if made is not None and made.unbegun:
        made.unbegun -= 1


def taken(emitter: Any) -> None:
    """An await has given the object to its task."""
    made = emitter.__dict__.get("_offer")
    if made is not None:
        made.taken = True


def _look(emitter: Any, made: _Offer, abandon: Callable[[], Any]) -> None:
    never = made.unbegun > 0
    if never:
        made.unbegun -= 1
    if not made.unbegun:
        emitter.__dict__.pop("_offer", None)
    if never and not made.taken and not is_awaited(emitter) and is_mine(emitter):
        take_error(emitter)
        abandon()


def _is_for_a_task() -> bool:
    """Whether the property was asked for by ``asyncio.ensure_future()``, and not by another."""
    frame: Any = sys._getframe(2)  # of the property
    for _ in range(2):  # isfuture() and its caller
        frame = frame.f_back
        if frame is None:
            return False
        if "ensure_future" in frame.f_code.co_name:
            return bool(frame.f_globals.get("__name__") == "asyncio.tasks")
    return False
