"""pipeline(): streams, iterables and functions in a row, with one end and one error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakMethod, ref

from .._listeners import Internal
from .._loop import futures
from .._loop.abort import on_abort
from .._loop.access import queue_tick, queue_tick_on
from .._loop.contexts import in_callers
from .._loop.current import get_loop
from .._util import validators as options
from .._util.callbacks import is_async, is_awaitable
from .._util.errors import AbortError, ArgumentTypeError, invalid_arg_type, invalid_return_value
from .._util.running import running_loop
from . import _predicates as states
from ._base import Stream, premature_close
from ._finished import finished
from ._from_iterable import from_, is_async_iterable, is_iterable
from ._pipe import weakly
from ._readable import Readable
from ._reader import reader_of
from ._state import END_EMITTED, ERROR_EMITTED, READ_ENDED
from ._transform import PassThrough
from ._writable import destroyed_error

Callback = Callable[..., Any]
PREMATURE = "ERR_STREAM_PREMATURE_CLOSE"


def pipeline(
    *stages: Any,
    callback: Callback | None = None,
    signal: Any = None,
    end: bool = True,
    wait_for_close: bool = False,
) -> Any:
    """Pipes each stage into the next, and calls back at the end (manual: stream.pipeline()).

    The first stage is a Readable, an iterable (an async one inside asyncio) or a
    function that gives one; those between are Duplex streams or async generator
    functions that take what comes as an async iterable; the last is a Writable or an
    async (generator) function that takes one. ``callback(error or None, value)`` may be
    the last argument; ``value`` is what an async function there returned. An error
    destroys all the streams. ``signal``: an AbortSignal that does so, with an
    ``AbortError``. ``end`` (True): end the last stream after the source. ``wait_for_close``
    (False): call back, as newer Node does, not before each of the streams that the pipeline
    ends or destroys is over; else the first error calls back while others may still close.

    Returns the last stream (for a function there, one of its values); without a
    callback, inside asyncio, what is to be awaited: ``await pipeline(a, b)``. Raises
    ``ERR_MISSING_ARGS``, ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_RETURN_VALUE``.
    """
    options.check_optional(callback)
    ends = options.truth(end, "options.end", True)
    waits = options.truth(wait_for_close, "options.wait_for_close")
    rest = list(stages)
    if callback is None and rest and _is_callback(rest[-1]):
        callback = rest.pop()
    if len(rest) == 1 and isinstance(rest[0], (list, tuple)):
        rest = list(rest[0])
    if len(rest) < 2:
        raise ArgumentTypeError("ERR_MISSING_ARGS", 'The "streams" argument must be specified')
    future = None
    if callback is None:
        future = futures.make("pipeline() without a callback")
        callback = futures.FutureCallback(future)
    _check_stages(rest)
    line = _Pipeline(callback, ends, waits)
    if signal is not None:
        line.follow(signal)
    try:
        last = line.build(rest)
    except Exception:
        line.unfollow()
        raise
    if future is None:
        return last
    future.add_done_callback(lambda done: line.abort() if done.cancelled() else None)
    return future


def _is_callback(value: Any) -> bool:
    """A plain function at the end; an async one is a stage."""
    if not callable(value) or states.is_stream(value):
        return False
    from inspect import isasyncgenfunction

    return not (is_async(value) or isasyncgenfunction(value))


def _check_stages(stages: list[Any]) -> None:
    """``ERR_INVALID_ARG_TYPE`` for what cannot stand where it does; nothing is piped yet."""
    for index, stage in enumerate(stages):
        first, last = index == 0, index == len(stages) - 1
        if states.is_stream(stage):
            good = (first or _has_side(stage, "_write_flags")) and (
                last or _has_side(stage, "_read_flags")
            )
        else:
            good = callable(stage) or (first and is_iterable(stage))
        if not good:
            expected = "a Stream to read from" if not last else "a Stream to write to"
            others = "an iterable or a function" if first else "a function"
            raise invalid_arg_type(f"streams[{index}]", f"{expected}, or {others}", stage)
        if last and is_async(stage):
            running_loop("An async function in a pipeline")


def _has_side(stage: Any, side: str) -> bool:
    if isinstance(stage, Stream):
        return getattr(stage, side) is not None
    return states.reads(stage) if side == "_read_flags" else states.writes(stage)


class _Pipeline(Internal):
    """The state of one pipeline: what is to be destroyed, and how many ends are awaited."""

    def __init__(self, callback: Callback, end: bool, wait_for_close: bool) -> None:
        self.loop = get_loop()
        self.wait_for_close = wait_for_close
        self.callback = in_callers(self.loop, callback)
        self.end = end
        self.error: BaseException | None = None
        self.value: Any = None
        self.awaited = 0
        self.to_destroy: list[_Member] = []
        self.last: Any = None  # the last stream, if it lives on: it has listeners of this
        self.leftovers: list[WeakMethod[Any]] = []  # they take those off
        self.task: Any = None
        self.forget_signal: Callable[[], Any] | None = None
        self.over = False

    # -- building ------------------------------------------------------------------------

    def build(self, stages: list[Any]) -> Any:
        current: Any = None
        for index, stage in enumerate(stages):
            last = index == len(stages) - 1
            if index == 0:
                current = self._source(stage)
                self._add(current, None, last)
            elif states.is_stream(stage):
                self._add(stage, current, last)
                current = stage
            elif callable(stage) and last:
                current = self._last(stage, current)
            elif callable(stage):
                result = stage(reader_of(current))
                if not is_async_iterable(result):
                    raise invalid_return_value("AsyncIterable", f"transform[{index - 1}]", result)
                current = self._generated(result, current)
            else:
                raise invalid_arg_type(f"streams[{index}]", "a Stream or a function", stage)
        return current

    def _add(self, stream: Any, source: Any, last: bool) -> None:
        """One more stream, fed by ``source`` if there is one to pipe from."""
        stays = last and states.is_readable(stream)
        if not last or self.end:
            member = _Member(stream, not last, source is not None)
            self.to_destroy.append(member)
            if stays:
                self.leftovers.append(WeakMethod(member.stop))
        stream.on("error", self._on_error)
        if stays:
            self.last = weakly(stream)
        if source is not None:
            self.awaited += 2
            stop = _Link(self, source, stream).start(end=not last or self.end)
            if stays:
                self.leftovers.append(WeakMethod(stop))

    def _source(self, stage: Any) -> Any:
        if states.is_stream(stage):
            return stage
        if not callable(stage):
            return from_(Readable, stage)
        result = stage()
        if states.is_stream(result) and _has_side(result, "_read_flags"):
            return result
        if not is_iterable(result):
            raise invalid_return_value("Iterable, AsyncIterable or Stream", "source", result)
        return from_(Readable, result)

    def _generated(self, result: Any, previous: Any) -> Any:
        """The stream of what a generator makes of the stage before it."""
        stream = from_(Readable, result)
        stream.once("end", lambda: _leave(previous))
        self._add(stream, None, last=False)
        return stream

    def _last(self, function: Callback, previous: Any) -> Any:
        """A stream of what the function at the end gives: one value, or many."""
        result = function(reader_of(previous))
        target = PassThrough(object_mode=True)
        if is_awaitable(result):
            self._add(target, None, last=True)
            self._await(result, previous, target)
        elif is_async_iterable(result):
            self._add(target, self._generated(result, previous), last=True)
        else:
            raise invalid_return_value("AsyncIterable or Promise", "destination", result)
        return target

    def _await(self, result: Any, previous: Any, target: Any) -> None:
        import asyncio

        self.awaited += 1
        running_loop("An async function in a pipeline")

        def done(task: Any) -> None:
            error = AbortError() if task.cancelled() else task.exception()
            if error is not None:
                target.destroy(error)
                self.finish(self.error or error)
                return
            _leave(previous)
            self.value = task.result()
            if self.value is not None:
                target.write(self.value)
            if self.end:
                finished(target, self.finish, readable=False)
                target.end()
            else:
                self.finish()

        self.task = asyncio.ensure_future(result)
        self.task.add_done_callback(done)

    # -- the end -----------------------------------------------------------------------

    def follow(self, signal: Any) -> None:
        self.forget_signal = on_abort(
            signal, "signal", lambda: self.abort(options.reason_of(signal))
        )

    def unfollow(self) -> None:
        if self.forget_signal is not None:
            self.forget_signal()

    def abort(self, reason: Any = None) -> None:
        self._finish(AbortError(cause=reason), final=False)

    def _on_error(self, error: BaseException) -> None:
        if getattr(error, "code", "") != PREMATURE and not isinstance(error, AbortError):
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """An error that is no end by itself; Node 18 takes it for one."""
        if self.wait_for_close:
            self._finish(error, final=False)
        else:
            self.finish(error)

    def finish(self, error: BaseException | None = None) -> None:
        """One of the ends that are awaited has come."""
        self.awaited -= 1
        self._finish(error, final=self.awaited == 0)

    def _finish(self, error: BaseException | None, final: bool) -> None:
        if error is not None and self._gives_way():
            self.error = error
        if self.error is None and not final:
            return
        members, self.to_destroy = self.to_destroy, []
        for member in members:
            member.destroy(self.error)
        self.unfollow()
        if self.task is not None and self.error is not None:
            self.task.cancel()
        if final and not self.over:
            self.over = True
            if self.error is None:
                self._leave_last()
            arguments = (self.error,) if self.value is None else (self.error, self.value)
            queue_tick_on(self.loop, self.callback, *arguments)

    def _gives_way(self) -> bool:
        """Whether another error says more."""
        error = self.error
        if error is None or getattr(error, "code", "") == PREMATURE:
            return True
        return self.wait_for_close and isinstance(error, AbortError)

    def _leave_last(self) -> None:
        for leftover in self.leftovers:
            take_off = leftover()
            if take_off is not None:
                take_off()
        last = None if self.last is None else self.last()
        if last is not None:
            last.remove_listener("error", self._on_error)


class _Member(Internal):
    """A stream of the pipeline: destroyed with it, unless it is over."""

    def __init__(self, stream: Any, reading: bool, writing: bool) -> None:
        self._stream = weakly(stream)  # which has a listener of this for good
        self.over = False
        stream.on("close", self._closed)
        stop = finished(stream, self._finished, readable=reading, writable=writing)
        self._waiting = ref(stop.__self__)  # has this

    def stop(self) -> None:
        """The stream lives on, and is left alone."""
        waiting = self._waiting()
        if waiting is not None:
            waiting.stop()

    def _closed(self, *_: object) -> None:
        self.over = True

    def _finished(self, error: BaseException | None) -> None:
        self.over = error is None

    def destroy(self, error: BaseException | None) -> None:
        if not self.over:
            self.over = True
            stream = self._stream()
            if stream is not None:
                _destroy(stream, error or destroyed_error("pipe"))


class _Link(Internal):
    """One stream piped into the next; two ends are awaited: the source's and the target's."""

    def __init__(self, line: _Pipeline, source: Any, target: Any) -> None:
        self.line = line
        self._source: Callable[[], Any] = weakly(source)  # they have listeners of this for good
        self._target: Callable[[], Any] = weakly(target)
        self.ended = False

    def start(self, end: bool) -> Callable[[], Any]:
        line, source, target = self.line, self._source(), self._target()
        target.on("close", self._target_closed)
        source.pipe(target, end=False)
        if end:
            if isinstance(source, Stream) and not source._errored and _has_ended(source):
                queue_tick(source, self._end, target)
            else:
                source.once("end", self._end)
        else:
            line.finish()
        finished(source, self._source_over, readable=True, writable=False)
        stop: Callable[[], Any] = finished(target, line.finish, readable=False, writable=True)
        return stop

    def _target_closed(self, *_: object) -> None:
        if not self.ended:
            self.line.fail(premature_close(self._target()))

    def _end(self, target: Any = None) -> None:
        self.ended = True
        (target or self._target()).end()

    def _source_over(self, error: BaseException | None) -> None:
        source = self._source()
        early = getattr(error, "code", "") == PREMATURE
        if early and _is_whole(source):  # all was read: "end" is yet to come
            source.once("end", self.line.finish)
            source.once("error", self.line.finish)
        else:
            self.line.finish(error)


def _leave(stream: Any) -> None:
    """Who read it reads no more: what was not read to its end goes."""
    if not _has_ended(stream):
        stream.destroy()


def _has_ended(stream: Any) -> bool:
    return bool(stream._read_flags & END_EMITTED)


def _is_whole(source: Any) -> bool:
    """Whether it has given all it had, and has not failed."""
    if not isinstance(source, Stream) or source._errored or source._flags & ERROR_EMITTED:
        return False
    return bool(source._read_flags and source._read_flags & READ_ENDED)


def _destroy(stream: Any, error: BaseException) -> None:
    if states.is_destroyed(stream):
        return
    if options.is_method(stream, "destroy"):
        stream.destroy(error)
    elif options.is_method(stream, "close"):
        stream.close()
    else:
        queue_tick_on(get_loop(), stream.emit, "error", error)
        queue_tick_on(get_loop(), queue_tick_on, get_loop(), stream.emit, "close")
