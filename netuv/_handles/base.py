"""What TCP and Pipe share: the core's handles as Python objects. No emitter, no buffering.

A handle calls its ``owner`` with what happens, by the methods of ``HandleOwner``: a Socket, a
Server, or, where it is used alone, the callbacks its methods were given. Its data goes to
the loop's sink for its slot. Methods raise ``OSError``.
"""

from __future__ import annotations

import errno
import math
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from .._loop import debug
from .._loop.access import (
    check_caller,
    check_open,
    checked_core,
    is_closed,
    is_mine,
    is_running,
    queue_close,
    queue_tick_on,
    slots_of,
    sync_records,
)
from .._loop.contexts import bound, of_caller
from .._loop.current import get_loop
from .._loop.loop import Loop
from .._loop.timers import check_duration
from .._native import lane
from .._native.binding import check, ffi, lib
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import StateError, invalid_arg_type, invalid_arg_value, no_copy, system_error
from .._util.frames import warn_user
from . import overrides
from .checked_sink import CheckedSink
from .owner import HandleOwner
from .standalone import StandaloneOwner, answer
from .user_buffer import EXPORTS_MOVE, UserBuffer

if TYPE_CHECKING:
    from typing_extensions import Buffer

OnConnection = Callable[[Any, Any], Any]
OnRead = Callable[[Any, Any], Any]
Done = Callable[..., Any]


class Writing:
    """What a handle has only while it writes, or once its ``write`` was replaced."""

    __slots__ = ("queue", "own")

    def __init__(self) -> None:
        # Per queued write its memory and its callback, in the order they come to an end.
        self.queue: deque[tuple[Any, Done | None]] = deque()
        self.own: Any = None  # assigned to the handle in place of write()


class Handle:
    """What TCP and Pipe share. A handle is open until ``close()`` or ``reset()``.

    ``loop``: the loop it belongs to; the thread's current one by default. ``accepted``:
    for what a listener accepts, which is of the listener's class; a subclass passes
    both on.

    Used alone it is kept by its loop only while a callback may be called: while it connects,
    listens, reads, writes what is queued, ends, or has a timeout. One that is garbage before
    it was closed is closed then, with a ``ResourceWarning``; so is one that is still open
    when ``loop.close()`` is called.
    """

    # Of the core's stream there is nothing but its id, which means nothing to the core once
    # the stream is freed. Whoever keeps a copy of it can do no harm.
    __slots__ = {
        "_loop": None,
        "owner": "Who is called with its events: a Socket, a Server, or callbacks; None before.",
        "stream_id": "The core's id of it; None once it is closed.",
        "reading": "Whether it reads.",
        "_writing": None,
        "__dict__": None,
        "__weakref__": None,
    }

    __reduce_ex__ = no_copy

    _KIND = 0
    _overridden: frozenset[str] = frozenset()  # methods that the core must not do without asking
    _reads_accepted = False  # a listener's: whether the core reads from what it accepts
    _for_accepted: dict[str, tuple[Any, ...]] = {}  # and which methods are called on it

    def __init__(self, loop: Loop | None = None, *, accepted: Any = None) -> None:
        if loop is None:
            loop = get_loop()
        elif not isinstance(loop, Loop):
            raise invalid_arg_type("loop", "an instance of Loop", loop)
        overrides.look_at(type(self))
        self._loop = loop
        stream: int = self._make_stream() if accepted is None else self._take_claimed(accepted)
        self.owner: Any = None  # a HandleOwner
        self.stream_id: int | None = stream
        self.reading = False
        self._writing: Writing | None = None
        slot, generation = lib.nuv_stream_slot(stream), lib.nuv_stream_generation(stream)
        slots_of(self._loop).register(
            slot, generation, self if accepted is not None else Resting(self)
        )

    def _make_stream(self) -> int:
        return check(lib.nuv_stream_new(checked_core(self._loop), self._KIND), "handle")

    def _take_claimed(self, accepted: Any) -> int:
        """What ``_claim`` passes through the class: nobody else has a stream to give."""
        claimed, slots_of(self._loop).claimed = slots_of(self._loop).claimed, None
        if claimed is None or claimed != accepted:
            raise invalid_arg_value("accepted", accepted, "must come from a listener")
        return claimed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'closed' if self.closed else f'fd={self.fd}'}>"

    @property
    def _slot(self) -> int:
        stream = self._closing_stream() if self.stream_id is None else self.stream_id
        slot: int = lib.nuv_stream_slot(stream)
        return slot

    def _closing_stream(self) -> int:
        """The core's id of it, of use until the core is done with it."""
        stream: int = self.__dict__["_closing"]
        return stream

    def _open_stream(self, syscall: str = "handle") -> int:
        if self.stream_id is None:
            check_open(self)
            raise system_error("EBADF", syscall, text="the handle is closed")
        return self.stream_id

    def _take_over(self, fd: Any, take_over: Callable[[Any, int], int]) -> None:
        """``open()`` of both kinds."""
        stream = self._open_stream("open")
        check_caller(self)
        _check_kind(fd, self._KIND)
        check(take_over(stream, fd), "open")

    # -- overridden methods ----------------------------------------------------------------

    @property
    def write_target(self) -> int:
        """What the lane may write to without asking ``write()``, or 0."""
        writing = self._writing
        if "write" in self._overridden or (writing is not None and writing.own is not None):
            return 0
        return self.stream_id or 0

    def _more_writing(self) -> Writing:
        if self._writing is None:
            self._writing = Writing()
        return self._writing

    def _write_changed(self) -> None:
        if isinstance(self.owner, HandleOwner):
            self.owner._handle_write_changed()

    # -- who is called ----------------------------------------------------------------------

    @property
    def is_standalone(self) -> bool:
        """Whether neither a Socket nor a Server has it."""
        return self.owner is None or type(self.owner) is StandaloneOwner

    def _check_callback(self, callback: Any, name: str) -> None:
        """A callback is for a handle that is used alone."""
        check_caller(self)
        options.check_optional(callback, name)
        if callback is not None and not self.is_standalone:
            raise StateError(
                "ERR_HANDLE_IN_USE",
                f"This handle belongs to a {type(self.owner).__name__}, which hears of its events",
            )

    def _callbacks(self) -> StandaloneOwner | None:
        """The callbacks of a handle that is used alone; None if a Socket or Server has it."""
        if not self.is_standalone:
            return None
        if self.owner is None:
            self.owner = StandaloneOwner(self._loop)
        callbacks: StandaloneOwner = self.owner
        return callbacks

    def _connects(self, on_connect: Done | None, **target: Any) -> None:
        """An answer to ``connect()`` will come."""
        callbacks = self._callbacks()
        if callbacks is not None:
            callbacks.connect = on_connect
            callbacks.target = target
            callbacks.connecting = True
            self._rest()

    # -- who keeps it --------------------------------------------------------------------

    def _hold(self) -> None:
        """The loop keeps it, whoever else does: it is open, and something may come of it."""
        slots_of(self._loop).owners[self._slot] = self

    def _rest(self) -> None:
        """Used alone the loop keeps it only while a callback of its user's may be called."""
        if self.stream_id is not None and self.is_standalone:
            slots_of(self._loop).owners[self._slot] = self if self._may_call() else Resting(self)

    def _may_call(self) -> bool:
        callbacks = self.owner
        if callbacks is None:
            return False
        return bool(
            callbacks.connection is not None
            or callbacks.connecting
            or callbacks.shutting_down
            or (callbacks.read is not None and self.reading and not callbacks.read_over)
            or (callbacks.timeout is not None and self.timed)
            or (self._writing is not None and self._writing.queue)
        )

    def _in_context(self, callback: Callable[..., Any]) -> Callable[..., Any]:
        """``callback``, to be called in the context of whoever has the handle."""
        owner = self.owner
        return bound(of_caller(self._loop) if owner is None else owner._context, callback)

    def _unclosed(self) -> Handle | None:
        """Itself, if its user has left it open."""
        return self if self.stream_id is not None and self.is_standalone else None

    def __del__(self) -> None:
        if getattr(self, "stream_id", None) is None or not self.is_standalone or is_closed(self):
            return
        mine = is_mine(self)
        try:
            shown = repr(self) if mine else f"<{type(self).__name__}>"
            warn_user(f"unclosed {shown}", ResourceWarning, self)
        finally:
            if mine and not is_running(self):
                self.close()
            else:  # in the middle of a dispatch, perhaps, or in another thread
                with suppress(StateError):
                    self._loop.call_soon_threadsafe(self.close)

    # -- events ------------------------------------------------------------------------

    def _on_event(self, kind: int, a: int) -> None:
        if kind == lib.NUV_EV_CLOSED:
            slots_of(self._loop).unregister(self._slot)
            check(lib.nuv_stream_free(self._closing_stream()))
            self.owner = None
            return
        if self.stream_id is None and kind not in _LAST:
            return  # cancelled by close(), which has called back
        context = None if self.owner is None else self.owner._context
        if context is None:
            _METHODS[kind](self, a)
        else:
            context(_METHODS[kind], self, a)

    def _read_is_over(self) -> None:
        if type(self.owner) is StandaloneOwner:
            self.owner.read_over = True
            self._rest()

    def _on_end(self, _: int) -> None:
        self._read_is_over()
        self.owner._handle_end()

    def _on_read(self, length: int) -> None:
        if EXPORTS_MOVE and not slots_of(self._loop).user_buffers[self._slot].copy(length):
            self.read_stop()
            self.owner._handle_read_error(_ENOBUFS)
        elif type(self.owner) is StandaloneOwner:
            self._give_view(length)
        else:
            self.owner._handle_read(length)

    def _give_view(self, length: int) -> None:
        target = slots_of(self._loop).user_buffers[self._slot]
        try:
            self.owner._handle_view(target.view(length))
        finally:
            if (
                self.stream_id is not None
                and slots_of(self._loop).user_buffers[self._slot] is target
            ):
                self.use_user_buffer(target.buffer)

    def _on_read_error(self, status: int) -> None:
        self._read_is_over()
        self.owner._handle_read_error(status)

    def _on_connect(self, status: int) -> None:
        if type(self.owner) is StandaloneOwner:
            self.owner.connecting = False
            self._rest()
        self.owner._handle_connect(status)

    def _on_connection(self, stream: int) -> None:
        try:
            handle = self._claim(stream)
            handle.reading = self._reads_accepted
            if self._overridden:
                self._prepare(handle)
        except Exception as error:
            self.owner._handle_accept_failed(error)
        else:
            self.owner._handle_connection(handle)

    def _prepare(self, handle: Handle) -> None:
        """What the core has not done to an accepted handle, since its method is another."""
        if self._for_accepted:
            handle.__dict__["_prepared"] = self._for_accepted
        try:
            for name, arguments in self._for_accepted.items():
                getattr(handle, name)(*arguments)
        except BaseException as error:
            if not isinstance(error, OSError):  # that is a peer that is gone, which fails nothing
                close_surely(handle)
                raise

    def _on_drop(self, stream: int) -> None:
        try:
            handle = self._claim(stream)
        except Exception as error:
            self.owner._handle_accept_failed(error)
        else:
            self.owner._handle_drop(handle)

    def _on_accept_error(self, status: int) -> None:
        self.owner._handle_accept_error(status)

    def _on_written(self, status: int) -> None:
        assert self._writing is not None
        _, callback = self._writing.queue.popleft()
        if not self._writing.queue:
            self._rest()
        if callback is not None:
            answer(callback, status, "write")
        else:
            self.owner._handle_written(status)

    def _on_shutdown(self, status: int) -> None:
        if type(self.owner) is StandaloneOwner:
            self.owner.shutting_down = False
            self._rest()
        self.owner._handle_shutdown(status)

    def _on_timer(self) -> None:
        bound(self.owner._context, self.owner._handle_timeout)()

    def _claim(self, stream: int) -> Handle:
        check(lib.nuv_stream_claim(stream))
        slots_of(self._loop).claimed = stream
        try:
            handle = type(self)(self._loop, accepted=stream)
            if slots_of(self._loop).claimed == stream:  # a subclass that does not pass it on
                raise invalid_arg_value("accepted", stream, "must reach Handle's constructor")
            return handle
        except BaseException:
            slots_of(self._loop).claimed = None
            self._discard(stream)
            raise

    def _discard(self, stream: int) -> None:
        """A subclass could not be made of it."""
        slot, owners = lib.nuv_stream_slot(stream), slots_of(self._loop).owners
        made: Any = owners[slot] if slot < len(owners) else None
        if made is None:
            check(lib.nuv_stream_discard(stream))
        else:
            Handle.close(made)  # its own may need what its constructor has not come to

    def _abandon(self) -> None:
        owner = self.owner
        try:
            if self.stream_id is not None:
                self.__dict__["_abandoned"] = True
                self._keep_counts()
                if owner is not None:
                    owner._handle_abandoned()
        finally:  # that asks methods that may be replaced ones
            if self.stream_id is not None:
                self.stream_id = None
                self._writing = None
                self._write_changed()
            if owner is not None:
                owner._let_go()
                self.owner = None

    def _keep_counts(self) -> None:
        """It closes: its counters stay as they are then."""
        self.__dict__["_closing"] = self.stream_id
        self.__dict__["_counts"] = self.bytes_read, self.bytes_written, self.write_queue_size

    # -- both kinds --------------------------------------------------------------------

    @property
    def loop(self) -> Loop:
        """The loop it belongs to."""
        return self._loop

    @property
    def closed(self) -> bool:
        """Whether ``close()`` or ``reset()`` was called."""
        return self.stream_id is None and "_abandoned" not in self.__dict__

    def set_sink(self, sink: Callable[[bytes], Any]) -> None:
        """Sends what is read to ``sink``, called with each chunk of bytes.

        A Socket calls this whenever its flow changes, ``read_start(on_read)`` does, too: a
        subclass that overrides it can put itself between. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        options.check_callable(sink, "sink")
        if self.stream_id is not None:
            if debug.on:
                sink = CheckedSink(self, sink)
            slots_of(self._loop).sinks[self._slot] = sink

    def _check_decisions(self) -> None:
        """In debug mode: asks the owner whether what it has decided is still true."""
        if isinstance(self.owner, HandleOwner) and self.stream_id is not None:
            self.owner._check_decisions(self)

    def _kept_sink(self) -> Any:
        """In debug mode: what ``set_sink`` was given, None if a subclass puts itself between."""
        sink = slots_of(self._loop).sinks[self._slot]
        is_checked = type(self).set_sink is Handle.set_sink and isinstance(sink, CheckedSink)
        return sink.sink if is_checked else None

    def listen(
        self,
        backlog: int = options.DEFAULT_BACKLOG,
        on_connection: OnConnection | None = None,
        *,
        paused: bool = True,
        no_delay: bool = False,
        keep_alive: bool = False,
        keep_alive_delay: int = 0,
    ) -> None:
        """Starts accepting connections.

        ``backlog`` (511): how many may wait to be accepted; the system has a limit of its
        own. ``on_connection(error, handle)`` is called for each with a handle of this one's
        class, or with an error (``EMFILE``, say), after which listening goes on. The
        accepted handle reads nothing before its ``read_start()``; with ``paused=False``
        it reads from the start (True by default). ``no_delay``, ``keep_alive`` (False) and
        ``keep_alive_delay`` (seconds, 0) are set on it before anybody has it.

        Raises ``OSError``: ``EADDRINUSE``, ``EINVAL`` (not bound), ``EBADF`` (closed) and the
        system's others; ``ERR_INVALID_ARG_TYPE`` without a callback, which only the
        handle of a Server does not need; ``ERR_OUT_OF_RANGE``.
        """
        self._check_callback(on_connection, "on_connection")
        if on_connection is None and self._lacks_callback("connection"):
            raise invalid_arg_type("on_connection", "of type function", None)
        wait = options.check_integer(backlog, "backlog", -(2**63), 2**63)
        wait = min(max(wait, 0), options.LARGEST_BACKLOG)
        longest = options.LONGEST_KEEP_ALIVE
        delay = options.check_integer(keep_alive_delay, "keep_alive_delay", 0, longest)
        wanted: dict[str, tuple[Any, ...] | None] = {
            "read_start": None if options.truth(paused, "paused") else (),
            "set_no_delay": (True,) if options.truth(no_delay, "no_delay") else None,
            "set_keep_alive": (True, delay) if options.truth(keep_alive, "keep_alive") else None,
        }
        flags = self._listen_flags(wanted)
        stream = self._open_stream("listen")
        check(lib.nuv_stream_listen(stream, wait, flags, delay), "listen")
        self._take_over_from_core(wanted)
        callbacks = self._callbacks()
        if callbacks is not None and on_connection is not None:
            callbacks.connection = on_connection
            self._rest()

    def _lacks_callback(self, name: str) -> bool:
        """Whether it is used alone, and nobody has given it the callback ``name``."""
        return self.is_standalone and getattr(self.owner, name, None) is None

    def _listen_flags(self, wanted: dict[str, tuple[Any, ...] | None]) -> int:
        """What the core does to accepted handles: of what is ``wanted`` all that is original."""
        flags: int = lib.NUV_LISTEN_PAUSED
        for name, flag in _LISTEN_FLAGS.items():
            if wanted[name] is not None and name not in self._overridden:
                flags ^= flag
        return flags

    def _take_over_from_core(self, wanted: dict[str, tuple[Any, ...] | None]) -> None:
        """The rest of what is wanted is done by methods of the accepted handle."""
        others = self._overridden
        self._reads_accepted = wanted["read_start"] is not None and "read_start" not in others
        if others:
            left = ((name, wanted[name]) for name in ("set_no_delay", "set_keep_alive"))
            self._for_accepted = {name: args for name, args in left if args and name in others}

    def set_max_connections(self, count: int) -> None:
        """Drops connections while ``count`` accepted ones are open; -1 (as at first): no limit.

        A handle used alone closes them. Raises ``OSError``: ``EBADF`` (closed);
        ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        most = options.check_integer(count, "count", -1, 2**63 - 1)
        check(lib.nuv_stream_set_max_connections(self._open_stream("listen"), most))

    def set_accepting(self, on: bool) -> None:
        """Whether a listener accepts: ``on``. Who connects while it does not waits.

        Raises ``OSError``: ``EINVAL`` if it does not listen, ``EBADF`` (closed).
        """
        wanted = options.truth(on, "on")
        check(lib.nuv_stream_set_accepting(self._open_stream(), wanted))

    @overrides.has_shortcut
    def read_start(self, on_read: OnRead | None = None) -> None:
        """Starts reading.

        ``on_read(error, data)`` is called with each chunk of bytes, with None for ``data`` at
        the peer's end, and with an error (``ECONNRESET``, say) after which nothing follows.
        It may be left out where it was given before.

        Raises ``OSError``: ``ENOTCONN``, ``EBADF`` (closed); ``ERR_INVALID_ARG_TYPE``.
        """
        self._check_callback(on_read, "on_read")
        if on_read is None and self._lacks_callback("read"):
            raise invalid_arg_type("on_read", "of type function", None)
        check(lib.nuv_stream_read_start(self._open_stream("read")), "read")
        self.reading = True
        callbacks = self._callbacks()
        if callbacks is not None:
            if on_read is not None:
                callbacks.read = on_read
                self.set_sink(bound(callbacks._context, partial(on_read, None)))
            callbacks.read_over = False
            self._rest()

    def read_stop(self) -> None:
        """Stops reading; what was read already still comes."""
        check(lib.nuv_stream_read_stop(self._open_stream("read")), "read")
        self.reading = False
        if type(self.owner) is StandaloneOwner:
            self._rest()

    def use_user_buffer(self, buffer: Any) -> None:
        """Has the next read go into ``buffer``, a writable bytes-like object, with no bytes made.

        A Socket calls it before reading and after each read, after which ``_handle_read(length)``
        is called: nothing more is read before. Of a handle used alone it is
        called once: the ``data`` of ``on_read(error, data)`` is then a memoryview of what is
        filled, good until that returns. The buffer cannot be resized until another is
        given or the handle is closed; PyPy does not refuse that, and copies.

        Raises ``OSError``: ``EBADF`` (closed); ``ERR_INVALID_ARG_TYPE``.
        """
        stream, slot = self._open_stream("read"), self._slot
        target = slots_of(self._loop).user_buffers.get(slot)
        restart = target is None and self.reading
        if target is None or target.buffer is not buffer or EXPORTS_MOVE:
            target = UserBuffer(buffer, target)
        if restart:
            check(lib.nuv_stream_read_stop(stream), "read")
        check(lib.nuv_stream_set_user_buffer(stream, target.memory, len(target.memory)))
        slots_of(self._loop).user_buffers[slot] = target
        if restart:
            check(lib.nuv_stream_read_start(stream), "read")

    @overrides.has_shortcut
    def write(self, data: Buffer | Sequence[Buffer], callback: Done | None = None) -> bool:
        """Writes bytes, or several chunks of them in one go.

        ``data``: a bytes-like object, or a list or tuple of them; what can change is copied
        where it has to wait. True when all of it reached the kernel, False when some is
        queued. ``callback(error)`` is called when it is written out, with None, or with the
        error: ``EPIPE``, ``ECONNRESET``, ``ECANCELED`` after ``close()``. Writes are written
        in their order.

        Raises ``OSError``: ``EPIPE``, ``EBADF`` (closed, or not connected) and the system's
        others; ``ERR_INVALID_ARG_TYPE``.
        """
        options.check_optional(callback)
        stream = self._open_stream("write")
        chunks = _chunks(data)
        buffers: list[Any] = []
        keep = False
        try:
            buffers += map(_buffer, chunks)
            keep = all(type(chunk) is bytes or _is_of_bytes(chunk) for chunk in chunks)
            queued = check(_hand_over(stream, buffers, keep), "write")
        finally:
            if not keep:
                for buffer in buffers:
                    ffi.release(buffer)  # a bytearray may be resized again
        if self.owner is None:
            self.owner = StandaloneOwner(self._loop)
        if queued:
            self._more_writing().queue.append((buffers if keep else None, callback))
            if self._callbacks() is not None:
                self._rest()
        elif callback is not None:
            queue_tick_on(self._loop, self._in_context(takes_error(callback)), None)
        return not queued

    def shutdown(self, on_shutdown: Done | None = None) -> None:
        """Ends the writing side after what is queued; the peer reads its end.

        ``on_shutdown(error)`` is called when it has gone out, with None or the error:
        ``ENOTCONN`` where the connection is gone, ``ENOTSOCK`` of a pipe, which ends with
        ``close()``. Raises ``OSError``: ``ENOTCONN``, ``EBADF`` (closed).
        """
        self._check_callback(on_shutdown, "on_shutdown")
        check(lib.nuv_stream_shutdown(self._open_stream("shutdown")), "shutdown")
        slots_of(self._loop).deferred.append(self._slot)
        callbacks = self._callbacks()
        if callbacks is not None:
            callbacks.shutdown = on_shutdown
            callbacks.shutting_down = True
            self._rest()

    def close(self, callback: Callable[[], None] | None = None) -> None:
        """Closes; ``callback()`` is called in the close phase of this turn.

        Before it, the callbacks that still wait are called with ``ECANCELED``. A handle that is
        closed stays so: then nothing is done, and nothing called. A listener that got its
        descriptor by ``open()`` accepts no more, and closes once those whom it has accepted
        already were reported.
        """
        if callback is not None:
            options.check_callable(callback)
        if self.stream_id is None:
            return
        check_caller(self)
        if self._is_shared() and self._finish():
            if callback is not None:
                self._after_last(partial(queue_close, self, self._in_context(callback)))
            return
        self._keep_counts()
        self._closed(check(lib.nuv_stream_close(self.stream_id), "close"), callback)

    def reset(self, callback: Callable[[], None] | None = None) -> None:
        """As ``close``, but the peer gets RST: its reading fails with ``ECONNRESET``.

        ``callback()`` is called as ``close``'s. Raises ``OSError``: ``EINVAL`` for a
        Pipe, ``EBADF`` (closed).
        """
        if callback is not None:
            options.check_callable(callback)
        stream = self._open_stream("reset")
        check_caller(self)
        self._keep_counts()
        self._closed(check(lib.nuv_stream_reset(stream), "reset"), callback)

    def _closed(self, generation: int, callback: Callable[[], None] | None) -> None:
        loop, slot = self._loop, self._slot
        slots_of(loop).register(slot, generation, self)  # until the core is done with it
        slots_of(loop).timers.discard(slot)
        slots_of(loop).sinks[slot] = lane.ignore
        slots_of(loop).user_buffers.pop(slot, None)
        self.stream_id = None
        self._write_changed()
        if isinstance(self.owner, HandleOwner):
            self.owner._handle_cancelled()
        if callback is not None:
            queue_close(self, self._in_context(callback))
        if self._writing is not None or type(self.owner) is StandaloneOwner:
            self._cancel()

    # -- a listener that closes ----------------------------------------------------------

    def _is_shared(self) -> bool:
        """Whether it listens with a descriptor that others may have, too."""
        return self.stream_id is not None and lib.nuv_stream_is_shared(self.stream_id) > 0

    def _finish(self, waiting: bool = False) -> bool:
        """Closes a listener once those accepted already are reported; False if there are none.

        ``waiting``: those who wait to be accepted, too.
        """
        sync_records(self)
        if lib.nuv_stream_finish(self.stream_id, waiting) <= 0:
            return False
        self._keep_counts()
        self.stream_id = None
        self.__dict__["_finishing"] = []
        return True

    def _after_last(self, callback: Callable[[], None]) -> bool:
        """Has ``callback`` called when it has finished; False if it has."""
        callbacks = self.__dict__.get("_finishing")
        if callbacks is None:
            return False
        callbacks.append(callback)
        return True

    def _on_finished(self, _: int) -> None:
        callbacks = self.__dict__.pop("_finishing")
        self._closed(check(lib.nuv_stream_close(self._closing_stream()), "close"), None)
        for callback in callbacks:
            callback()

    def _cancel(self) -> None:
        """Calls back those who wait for an answer, the last one first, before ``close()``'s."""
        waiting: list[Callable[[], None]] = []
        if self._writing is not None:
            for _, callback in self._writing.queue:
                if callback is not None:
                    waiting.append(partial(answer, callback, _ECANCELED, "write"))
            self._writing.queue.clear()
        if type(self.owner) is StandaloneOwner:
            waiting += self.owner.cancelled(_ECANCELED)
        for one in reversed(waiting):
            queue_close(self, self._in_context(one))

    def set_timeout(self, milliseconds: int, on_timeout: Done | None = None) -> None:
        """Calls ``on_timeout()`` after so many ``milliseconds`` without a read or write.

        0: never. Once, until the next activity. ``on_timeout`` may be left out where it was
        given before. What is above 2**31-1 warns, and is that. Raises ``ERR_INVALID_ARG_TYPE``,
        ``ERR_OUT_OF_RANGE``.
        """
        self._check_callback(on_timeout, "on_timeout")
        wait = math.ceil(check_duration(milliseconds, "milliseconds"))
        check(lib.nuv_stream_set_timeout(self._open_stream("setTimeout"), wait))
        if wait > 0:
            slots_of(self._loop).timers.add(self._slot)
        else:
            slots_of(self._loop).timers.discard(self._slot)
        callbacks = self._callbacks()
        if callbacks is not None:
            callbacks.timeout = callbacks.timeout if on_timeout is None else on_timeout
            self._rest()

    @property
    def timed(self) -> bool:
        """Whether ``set_timeout`` is on."""
        return self.stream_id is not None and self._slot in slots_of(self._loop).timers

    def touch(self) -> None:
        """Counts as activity for the timeout."""
        check(lib.nuv_stream_touch(self._open_stream()))

    def ref(self) -> None:
        """Keeps the loop running (the default)."""
        check(lib.nuv_stream_set_ref(self._open_stream("ref"), True))

    def unref(self) -> None:
        """Lets the loop end while this is open."""
        check(lib.nuv_stream_set_ref(self._open_stream("unref"), False))

    def has_ref(self) -> bool:
        """Whether it keeps the loop running."""
        return self.stream_id is not None and bool(check(lib.nuv_stream_get_ref(self.stream_id)))

    @property
    def fd(self) -> int:
        """The descriptor, -1 if there is none (yet, or any more)."""
        if self.stream_id is None:
            return -1
        descriptor: int = lib.nuv_stream_get_fd(self.stream_id)
        return -1 if descriptor == _EBADF else check(descriptor, "fd")

    def fileno(self) -> int:
        """The same as ``fd``, for what takes objects with a descriptor."""
        return self.fd

    @property
    def bytes_read(self) -> int:
        """Bytes read and delivered so far; once it is closed, until then."""
        if self.stream_id is None:
            count: int = self.__dict__["_counts"][0]
            return count
        if is_mine(self):
            sync_records(self)
        return check(lib.nuv_stream_get_bytes_read(self.stream_id))

    @property
    def bytes_written(self) -> int:
        """Bytes handed over for writing so far; once it is closed, until then."""
        if self.stream_id is None:
            count: int = self.__dict__["_counts"][1]
            return count
        return check(lib.nuv_stream_get_bytes_written(self.stream_id))

    def _count_unread(self) -> int:
        """Bytes that the peer has sent and that are not delivered yet."""
        if self.stream_id is None:
            return 0
        sync_records(self)
        return check(lib.nuv_stream_get_unread(self.stream_id))

    @property
    def write_queue_size(self) -> int:
        """Bytes that wait to be written; once it is closed, those that never were."""
        if self.stream_id is None:
            count: int = self.__dict__["_counts"][2]
            return count
        return check(lib.nuv_stream_queue_size(self.stream_id))


class Resting:
    """In the loop's list for a handle used alone from which nothing can come.

    It does not keep the handle: one that nobody has any more is a ``ResourceWarning``.
    """

    __slots__ = ("handle",)

    def __init__(self, handle: Handle) -> None:
        self.handle = weakref.ref(handle)

    def _on_event(self, kind: int, a: int) -> None:
        handle = self.handle()
        if handle is not None:
            handle._on_event(kind, a)

    def _on_timer(self) -> None:
        handle = self.handle()
        if handle is not None:
            handle._on_timer()

    def _abandon(self) -> None:
        handle = self.handle()
        if handle is not None:
            handle._abandon()

    def _check_decisions(self) -> None:
        """A handle used alone has decided nothing."""

    def _unclosed(self) -> Handle | None:
        handle = self.handle()
        return None if handle is None else handle._unclosed()


# What the core does by itself to what it accepts; PAUSED is the one that is off by default.
_LISTEN_FLAGS: dict[str, int] = {
    "read_start": lib.NUV_LISTEN_PAUSED,
    "set_no_delay": lib.NUV_LISTEN_NO_DELAY,
    "set_keep_alive": lib.NUV_LISTEN_KEEP_ALIVE,
}
_EBADF: int = -errno.EBADF
_ECANCELED: int = -errno.ECANCELED
_ENOBUFS: int = -errno.ENOBUFS
_METHODS: dict[int, Callable[[Any, int], None]] = {
    lib.NUV_EV_END: Handle._on_end,
    lib.NUV_EV_READ: Handle._on_read,
    lib.NUV_EV_READ_ERROR: Handle._on_read_error,
    lib.NUV_EV_CONNECT: Handle._on_connect,
    lib.NUV_EV_CONNECTION: Handle._on_connection,
    lib.NUV_EV_DROP: Handle._on_drop,
    lib.NUV_EV_ACCEPT_ERROR: Handle._on_accept_error,
    lib.NUV_EV_WRITTEN: Handle._on_written,
    lib.NUV_EV_SHUTDOWN: Handle._on_shutdown,
    lib.NUV_EV_FINISHED: Handle._on_finished,
}
# What a listener gets after its close(): of those whom it had accepted before.
_LAST = frozenset((lib.NUV_EV_CONNECTION, lib.NUV_EV_DROP, lib.NUV_EV_FINISHED))


def _check_kind(fd: Any, kind: int) -> None:
    """libuv aborts where a file is taken for a pipe."""
    if isinstance(fd, bool) or not isinstance(fd, int):
        raise invalid_arg_type("fd", "of type int", fd)
    if not 0 <= fd < 1 << 31:
        raise system_error("EBADF", "open")
    if check(lib.nuv_fd_kind(fd), "open") != kind:
        raise system_error("EINVAL", "open")


def _hand_over(stream: int, buffers: list[Any], keep: bool) -> int:
    """The core's answer: 0, 1 if something is queued, or an error."""
    pointers = ffi.new("const char *[]", [ffi.cast("const char *", b) for b in buffers])
    lengths = ffi.new("int64_t[]", [len(buffer) for buffer in buffers])
    flags = lib.NUV_WRITE_NOTIFY | (0 if keep else lib.NUV_WRITE_COPY)
    result: int = lib.nuv_stream_write(stream, pointers, lengths, len(buffers), flags, 0)
    return result


def close_surely(handle: Any, *callback: Callable[[], None], reset: bool = False) -> Any:
    """Closes ``handle``, also where its ``close()`` is a replaced one that raises: the error."""
    try:
        (handle.reset if reset else handle.close)(*callback)
    except Exception as error:
        Handle.close(handle, *callback)
        return error
    except BaseException:
        Handle.close(handle, *callback)
        raise
    return None


# -- what a Socket or a Server asks of its handle beside the methods that users have -----------


def hold(handle: Any) -> None:
    """The loop keeps it, whoever else does: it is open, and something may come of it."""
    handle._hold()


def is_shared(handle: Any) -> bool:
    """Whether it listens with a descriptor that others may have, too."""
    shared: bool = handle._is_shared()
    return shared


def finish_listening(handle: Any) -> None:
    """Closes a listener once those who wait, and those accepted already, are reported."""
    handle._finish(waiting=True)


def after_last(handle: Any, callback: Callable[[], None]) -> bool:
    """Has ``callback`` called when it has finished; False if it has."""
    finishes: bool = handle._after_last(callback)
    return finishes


def unread_bytes(handle: Any) -> int:
    """Bytes that the peer has sent and that are not delivered yet."""
    count: int = handle._count_unread()
    return count


def kept_sink(handle: Any) -> Any:
    """In debug mode: what ``set_sink`` was given, None if a subclass puts itself between."""
    return handle._kept_sink()


def _chunks(data: Any) -> Sequence[Any]:
    return data if isinstance(data, (list, tuple)) else (data,)


def _is_of_bytes(chunk: Any) -> bool:
    """Whether it is a view of what cannot change: it need not be copied either."""
    return type(chunk) is memoryview and type(chunk.obj) is bytes


def _buffer(chunk: Any) -> Any:
    try:
        if isinstance(chunk, memoryview):
            if not chunk.c_contiguous:
                chunk = chunk.tobytes()  # PyPy's from_buffer() takes what lies between, too
            elif _is_of_bytes(chunk):
                chunk = memoryview(chunk)  # it is kept, and the caller may release its own
        return ffi.from_buffer(chunk)
    except (TypeError, BufferError, ValueError):
        raise invalid_arg_type("data", "bytes-like, or a list or tuple of such", chunk) from None


if not TYPE_CHECKING:
    Handle.write = overrides.WriteMethod(Handle.write)
