"""From iterables to streams: Readable.from_. The way back is in ``_reader.py``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from .._loop.access import queue_tick
from .._util.errors import AbortError, interrupted, invalid_arg_type, null_values
from .._util.frames import leave_frames
from .._util.running import running_loop
from ._base import Done, Stream
from ._state import DESTROYED


def is_async_iterable(value: object) -> bool:
    """Whether ``async for`` takes it."""
    return hasattr(type(value), "__aiter__")


def is_iterable(value: object) -> bool:
    """Whether ``for`` or ``async for`` takes it."""
    return is_async_iterable(value) or hasattr(type(value), "__iter__")


def from_(readable: Callable[..., Stream], iterable: Any, **options: Any) -> Any:
    """A ``readable`` of what ``iterable`` gives; see ``Readable.from_``."""
    source = _source_of(iterable)
    for name, hook in (("read", source.read), ("destroy", source.destroy)):
        if options.get(name) is None:  # its options may have been given others
            options[name] = hook
    return readable(**{"object_mode": True, "high_water_mark": 1, **options})


def _source_of(iterable: Any) -> _Source | _AsyncSource:
    if isinstance(iterable, (str, bytes, bytearray, memoryview)):
        return _Source(iter([iterable]))
    if is_async_iterable(iterable):
        return _AsyncSource(iterable.__aiter__())
    if not is_iterable(iterable):
        raise invalid_arg_type("iterable", "an instance of Iterable", iterable)
    return _Source(iter(iterable))


def _as_now(value: Any) -> Any:
    """``value``, a copy of its bytes if it is memory that a generator may fill anew.

    One value is read ahead: in object mode, which keeps the object, the next one would be in it
    before anybody has seen this one.
    """
    if type(value) is bytearray:
        return value[:]
    if type(value) is memoryview:
        try:
            return value if type(value.obj) is bytes else _copy_of(value)
        except ValueError:  # released: who reads it says so
            return value
    return value


def _copy_of(value: memoryview) -> memoryview:
    copy = memoryview(value.tobytes())
    return copy if value.format == "B" and value.ndim == 1 else _shaped_as(value, copy)


def _shaped_as(value: memoryview, copy: memoryview) -> memoryview:
    try:
        return copy.cast(value.format, value.shape)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError):  # a format that only its maker knows
        return value


class _Source:
    """The hooks of a stream whose chunks an iterator gives: the next one when it is asked for."""

    __slots__ = ("iterator",)

    def __init__(self, iterator: Iterator[Any]) -> None:
        self.iterator = iterator

    def read(self, stream: Any, size: int) -> None:
        try:
            for value in self.iterator:
                if value is None:
                    raise null_values()
                if not stream.push(_as_now(value)):
                    return
        except BaseException as error:
            leave_frames(error)
            stream.destroy(interrupted(error))
            if not isinstance(error, Exception):
                raise
            return
        stream.push(None)

    def destroy(self, stream: Any, error: BaseException | None, callback: Done) -> None:
        try:
            self._close(error)
        except Exception as raised:
            leave_frames(raised)
            error = raised
        queue_tick(stream, callback, error)

    def _close(self, error: BaseException | None) -> None:
        """A generator has the error raised where it stands, so that it can clean up."""
        throw = getattr(self.iterator, "throw", None)
        if error is not None and throw is not None:
            try:
                throw(error)
            except StopIteration:
                return
        close = getattr(self.iterator, "close", None)
        if close is not None:
            close()


class _AsyncSource:
    """As ``_Source``; a task of the running asyncio loop waits for the values."""

    __slots__ = ("iterator", "host", "task")

    def __init__(self, iterator: AsyncIterator[Any]) -> None:
        self.iterator = iterator
        self.host = running_loop("An async iterable")
        self.task: Any = None

    def read(self, stream: Any, size: int) -> None:
        if self.task is None:
            self.task = self.host.create_task(self._pump(stream))

    async def _pump(self, stream: Any) -> None:
        try:
            async for value in self.iterator:
                if value is None:
                    raise null_values()
                if stream._flags & DESTROYED:
                    return
                if not stream.push(_as_now(value)):
                    self.task = None
                    return
            stream.push(None)
        except Exception as error:
            leave_frames(error)
            stream.destroy(error)
        except BaseException as error:  # a cancelled source gives no more: who reads gets that
            stream.destroy(AbortError(cause=error))
            raise

    def destroy(self, stream: Any, error: BaseException | None, callback: Done) -> None:
        task, self.task = self.task, None
        self.host.create_task(self._close(task, error, callback))

    async def _close(self, task: Any, error: BaseException | None, callback: Done) -> None:
        import asyncio

        if task is not None and task is not asyncio.current_task() and not task.done():
            task.cancel()
            await asyncio.wait([task])
        try:
            await self._close_iterator(error)
        except Exception as raised:
            leave_frames(raised)
            error = raised
        callback(error)

    async def _close_iterator(self, error: BaseException | None) -> None:
        throw = getattr(self.iterator, "athrow", None)
        if error is not None and throw is not None:
            try:
                await throw(error)
            except StopAsyncIteration:
                return
        close = getattr(self.iterator, "aclose", None)
        if close is not None:
            await close()
