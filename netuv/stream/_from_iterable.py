"""From iterables to streams: Readable.from_. The way back is in ``_reader.py``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from .._loop import futures
from .._util.errors import AbortError, ArgumentTypeError, interrupted, invalid_arg_type
from .._util.frames import leave_frames
from ._base import DESTROYED, Done
from ._readable import Readable


def is_async_iterable(value: object) -> bool:
    """Whether ``async for`` takes it."""
    return hasattr(type(value), "__aiter__")


def is_iterable(value: object) -> bool:
    """Whether ``for`` or ``async for`` takes it."""
    return is_async_iterable(value) or hasattr(type(value), "__iter__")


def from_(iterable: Any, **options: Any) -> Readable:
    """A Readable of what ``iterable`` gives; see ``Readable.from_``."""
    options = {"object_mode": True, "high_water_mark": 1, **options}
    if isinstance(iterable, (str, bytes, bytearray, memoryview)):
        return _FromIterator(iter([iterable]), **options)
    if is_async_iterable(iterable):
        return _FromAsyncIterator(iterable.__aiter__(), **options)
    if not is_iterable(iterable):
        raise invalid_arg_type("iterable", "an instance of Iterable", iterable)
    return _FromIterator(iter(iterable), **options)


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


def _null_value() -> ArgumentTypeError:
    return ArgumentTypeError("ERR_STREAM_NULL_VALUES", "May not write null values to stream")


class _FromIterator(Readable):
    """Takes an iterator's next value when one is asked for."""

    __slots__ = ("_iterator",)

    def __init__(self, iterator: Iterator[Any], **options: Any) -> None:
        self._iterator = iterator
        Readable.__init__(self, **options)

    def _read(self, size: int) -> None:
        try:
            for value in self._iterator:
                if value is None:
                    raise _null_value()
                if not self.push(_as_now(value)):
                    return
        except BaseException as error:
            leave_frames(error)
            self.destroy(interrupted(error))
            if not isinstance(error, Exception):
                raise
            return
        self.push(None)

    def _destroy(self, error: BaseException | None, callback: Done) -> None:
        try:
            self._close(error)
        except Exception as raised:
            leave_frames(raised)
            error = raised
        self._tick(callback, error)

    def _close(self, error: BaseException | None) -> None:
        """A generator has the error raised where it stands, so that it can clean up."""
        throw = getattr(self._iterator, "throw", None)
        if error is not None and throw is not None:
            try:
                throw(error)
            except StopIteration:
                return
        close = getattr(self._iterator, "close", None)
        if close is not None:
            close()


class _FromAsyncIterator(Readable):
    """As _FromIterator; a task of the running asyncio loop waits for the values."""

    __slots__ = ("_iterator", "_asyncio", "_task")

    def __init__(self, iterator: AsyncIterator[Any], **options: Any) -> None:
        self._iterator = iterator
        self._asyncio = futures.running_loop("An async iterable")
        self._task: Any = None
        Readable.__init__(self, **options)

    def _read(self, size: int) -> None:
        if self._task is None:
            self._task = self._asyncio.create_task(self._pump())

    async def _pump(self) -> None:
        try:
            async for value in self._iterator:
                if value is None:
                    raise _null_value()
                if self._life & DESTROYED:
                    return
                if not self.push(_as_now(value)):
                    self._task = None
                    return
            self.push(None)
        except Exception as error:
            leave_frames(error)
            self.destroy(error)
        except BaseException as error:  # a cancelled source gives no more: who reads is told
            self.destroy(AbortError(cause=error))
            raise

    def _destroy(self, error: BaseException | None, callback: Done) -> None:
        task, self._task = self._task, None
        self._asyncio.create_task(self._close(task, error, callback))

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
        throw = getattr(self._iterator, "athrow", None)
        if error is not None and throw is not None:
            try:
                await throw(error)
            except StopAsyncIteration:
                return
        close = getattr(self._iterator, "aclose", None)
        if close is not None:
            await close()
