"""From the arguments of connect() to a connected handle.

Theory. A name or a literal address becomes a list of addresses; the attempts take
them one after the other until one is connected. Without family auto-selection it is
a list of one. With it the families alternate, and an attempt that takes longer than
the attempt timeout is given up for the next one, or, in parallel, kept running beside
it: the first to connect wins and closes the others. The last address has all the time
it needs. The socket's handle is that of the newest attempt, then that of the winner.
"""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Protocol

from .. import dns
from .._events import as_error
from .._handles.base import Handle, close_surely
from .._handles.owner import HandleOwner
from .._handles.pipe import Pipe
from .._handles.tcp import TCP
from .._loop.access import loop_of, queue_close, queue_tick, start_timer
from .._loop.contexts import bound_to, context_of, enter
from .._native.address import is_ip
from .._native.binding import describe, exception, reported
from .._util import validators as options
from .._util.errors import (
    AggregateError,
    ArgumentValueError,
    interrupted,
    lookup_error,
    system_error,
)
from .block_list import blocked
from .claims import is_awaited
from .connect_options import ConnectOptions
from .handle_stream import CONNECTING

Callback = Callable[..., Any]
Found = list[tuple[str, int]]  # addresses with their families


class Connecting(Protocol):
    """A socket, as far as connecting goes."""

    _handle: Any
    _socket_flags: int
    _cold_state: Any

    @property
    def connecting(self) -> bool: ...
    @property
    def destroyed(self) -> bool: ...
    def emit(self, event: Hashable, *args: Any) -> bool: ...
    def destroy(self, error: BaseException | None = None) -> Any: ...
    def address(self) -> Any: ...
    def _cold(self) -> Any: ...
    def _adopt(self, handle: Handle) -> None: ...
    def _update_write_target(self) -> None: ...
    def _connected(self) -> None: ...
    def _handle_timeout(self) -> None: ...
    def _handle_abandoned(self) -> None: ...
    def _let_go(self) -> None: ...


def start(socket: Connecting, wanted: ConnectOptions) -> None:
    """Begins to connect ``socket``."""
    before, asked = socket._handle, _asked(socket)
    try:
        _begin(socket, wanted)
    except BaseException:
        _undo(socket, before)
        if socket._cold_state is not None:
            socket._cold_state.no_delay, socket._cold_state.keep_alive = asked
        raise


def _asked(socket: Connecting) -> tuple[bool | None, int | None]:
    """What ``set_no_delay()`` and ``set_keep_alive()`` have asked for so far."""
    cold = socket._cold_state
    return (None, None) if cold is None else (cold.no_delay, cold.keep_alive)


def _undo(socket: Connecting, before: Any) -> None:
    """What was to begin failed at once: the socket is as it was."""
    if socket.destroyed:  # by the lookup function, say
        return
    socket._socket_flags &= ~CONNECTING
    handle, socket._handle = socket._handle, before
    if socket._cold_state is not None and socket._cold_state.attempts is not None:
        socket._cold_state.attempts.cancel()
    if handle is not None and handle is not before:
        close_surely(handle)
    if before is not None and before.stream_id is not None:
        before.owner = socket
    socket._update_write_target()


def _begin(socket: Connecting, wanted: ConnectOptions) -> None:
    kind = TCP if wanted.path is None else Pipe
    if wanted.onread is not None:
        wanted.onread.install(socket)
    if socket._handle is None:
        _adopt(socket, kind(loop_of(socket)))
    if wanted.path is None:
        _keep_options(socket, wanted)
    socket._socket_flags |= CONNECTING
    socket._update_write_target()
    if wanted.path is not None:
        PathAttempt(socket, wanted.path).start()
    else:
        _Lookup(socket, wanted).start()


def _adopt(socket: Connecting, handle: Handle) -> None:
    """As ``socket._adopt``; a handle that cannot be is closed."""
    try:
        socket._adopt(handle)
    except BaseException:
        close_surely(handle)
        raise


def _keep_options(socket: Connecting, wanted: ConnectOptions) -> None:
    """For the handle that is connected in the end."""
    if wanted.no_delay:
        socket._cold().no_delay = True
    if wanted.keep_alive:
        socket._cold().keep_alive = options.seconds_of(wanted.keep_alive_initial_delay)


def interleave(found: Found) -> Found:
    """The families in turn, beginning with the first one's (RFC 8305, section 4)."""
    first = [entry for entry in found if entry[1] == found[0][1]]
    second = [entry for entry in found if entry[1] != found[0][1]]
    ordered: Found = []
    for index in range(max(len(first), len(second))):
        ordered += first[index : index + 1] + second[index : index + 1]
    return ordered


class _Lookup:
    """Finds the addresses, then has them tried."""

    def __init__(self, socket: Connecting, wanted: ConnectOptions) -> None:
        self.socket = socket
        self.wanted = wanted
        self.handle = socket._handle
        self.answered = False
        self.task: Any = None  # that of an async lookup function

    def start(self) -> None:
        socket, wanted = self.socket, self.wanted
        family = is_ip(wanted.host)
        if family:
            queue_tick(socket, self._try, [(wanted.host, family)], False)
            return
        hints = wanted.hints
        if not hints and wanted.family not in (4, 6):
            hints = dns.ADDRCONFIG
        many = bool(wanted.auto_select_family)
        self.task = dns.call_lookup(
            wanted.lookup,
            wanted.host,
            self._in_context(self._found_many if many else self._found_one),
            family=wanted.family,
            hints=hints,
            all=many,
        )
        if self.task is not None and self._is_current():
            socket._cold().attempts = self

    def cancel(self) -> None:
        """The socket is destroyed: an ``async`` lookup function need not go on."""
        self.answered = True
        if self.task is not None:
            self.task.cancel()
        self.socket._cold().attempts = None

    let_go = cancel

    def _in_context(self, callback: Callback) -> Callback:
        """The lookup may call back at once, and so from within the socket's context."""
        context = context_of(self.socket)
        return callback if context is None else partial(enter, context, callback)

    def _is_current(self) -> bool:
        return self.socket.connecting and self.socket._handle is self.handle

    def _fail(self, error: BaseException) -> None:
        queue_tick(self.socket, self.socket.destroy, error)

    # What a lookup function answers may be anything. What a listener of "lookup" raises leaves the
    # socket connecting, as in Node; but a task that awaits it would hang: for that it goes on.

    def _found_one(
        self, error: Any = None, address: Any = None, family: Any = None, *_: Any
    ) -> None:
        if self.answered:
            return
        self.answered = True
        if error is not None:
            error = as_error(error)
        wrong = error if error is not None else self._wrong(address, family)
        found = [(address, family)] if wrong is None else []
        try:
            self.socket.emit("lookup", error, address, family, self.wanted.host)
        except BaseException:
            if is_awaited(self.socket):
                self._go_on(found, wrong, False)
            raise
        self._go_on(found, wrong, False)

    def _found_many(self, error: Any = None, found: Any = None, *_: Any) -> None:
        if self.answered:
            return
        self.answered = True
        if error is not None:
            error = as_error(error)
            try:
                self.socket.emit("lookup", error, None, None, self.wanted.host)
            except BaseException:
                if is_awaited(self.socket):
                    self._go_on([], error, True)
                raise
            self._go_on([], error, True)
            return
        self._take(deque(_pairs(found)), [], None)

    def _take(self, pairs: Any, good: Found, wrong: BaseException | None) -> None:
        """The addresses that were found, each with an event."""
        while pairs:
            address, family = pairs.popleft()
            unfit = self._wrong(address, family)
            if unfit is None and (address, family) not in good:
                good.append((address, family))
            wrong = wrong or unfit
            try:
                self.socket.emit("lookup", None, address, family, self.wanted.host)
            except BaseException:
                if is_awaited(self.socket):
                    self._take(pairs, good, wrong)
                raise
            if not self._is_current():
                return
        self._go_on(interleave(good) if good else [], wrong, True)

    def _go_on(self, found: Found, wrong: BaseException | None, select: bool) -> None:
        if not self._is_current():
            return
        if found:
            self._try(found, select)
        else:
            self._fail(wrong or lookup_error("ENOTFOUND", self.wanted.host))

    def _wrong(self, address: Any, family: Any) -> BaseException | None:
        if not is_ip(address):
            return options.invalid_ip_address(address)
        if family in (4, 6):
            return None
        place = f"{self.wanted.host}:{self.wanted.port}"
        error: Any = ArgumentValueError(
            "ERR_INVALID_ADDRESS_FAMILY", f"Invalid address family: {family} {place}"
        )
        error.host, error.port = self.wanted.host, self.wanted.port
        wrong: BaseException = error
        return wrong

    def _try(self, found: Found, select: bool) -> None:
        if self._is_current():
            _Attempts(self.socket, self.wanted, found, select).next()


def _pairs(found: Any) -> list[tuple[Any, Any]]:
    """The entries of a lookup's list; what is no pair is a wrong address."""
    if not isinstance(found, (list, tuple)):
        return [(None, None)]
    return [tuple(e) if isinstance(e, (list, tuple)) and len(e) == 2 else (e, None) for e in found]


class _Attempts:
    """The attempts of one connect(), over its addresses."""

    def __init__(
        self, socket: Connecting, wanted: ConnectOptions, found: Found, select: bool
    ) -> None:
        self.socket = socket
        self.wanted = wanted
        self.waiting = deque(found)
        self.several = len(found) > 1
        self.running: list[AddressAttempt] = []
        self.errors: list[BaseException] = []
        self.timer: Any = None
        cold = socket._cold()
        cold.attempts = self
        cold.attempted_addresses = [] if select and self.several else None

    def next(self) -> None:
        """Tries the next address; without one, and none running, that was all."""
        self._stop_timer()
        if not self.waiting:
            if not self.running:
                self._give_up()
            return
        address, family = self.waiting.popleft()
        try:
            attempt = AddressAttempt(self, address, family)
        except Exception as error:  # no handle, or none that could be set up
            self._break_off(error)
            return
        self.running.append(attempt)
        try:
            refused = attempt.prepare()
        except BaseException as error:
            self._break_off(interrupted(error))
            raise
        if refused is not None:
            self._refused(attempt, refused)
            return
        try:
            self.socket.emit("connection_attempt", address, self.wanted.port, family)
        finally:
            tried = self.socket._cold().attempted_addresses
            if tried is not None:
                tried.append(f"{address}:{self.wanted.port}")
            if attempt in self.running:  # or a listener has destroyed the socket
                self._begin(attempt)

    def _begin(self, attempt: AddressAttempt) -> None:
        if self.waiting:
            timed_out = bound_to(self.socket, self._timed_out)
            self.timer = start_timer(self.socket, timed_out, self.wanted.attempt_timeout, attempt)
        attempt.start()

    def _break_off(self, error: Exception) -> None:
        """Something else than an address fails: so would the others."""
        self.cancel()
        self.socket.destroy(error)

    def failed(self, attempt: AddressAttempt, error: BaseException) -> None:
        """An attempt is over; the next one begins."""
        if attempt in self.running:
            self._go_on_after(attempt, error, emits=True)

    def _refused(self, attempt: AddressAttempt, error: BaseException) -> None:
        """It did not begin. As in Node an event reports one among others that is blocked, and none
        reports one that cannot be bound.
        """
        is_blocked = getattr(error, "code", "") == "ERR_IP_BLOCKED"
        self._go_on_after(attempt, error, emits=self.several and is_blocked)

    def _go_on_after(self, attempt: AddressAttempt, error: BaseException, *, emits: bool) -> None:
        where = (attempt.address, self.wanted.port, attempt.family)
        try:
            self._drop(attempt, error)
            if emits:
                self.socket.emit("connection_attempt_failed", *where, error)
        finally:
            if self.socket.connecting:
                self.next()

    def connected(self, attempt: AddressAttempt) -> None:
        """The first to connect: the others are closed."""
        if attempt not in self.running:
            return
        self.running.remove(attempt)
        socket = self.socket
        if socket._handle is not attempt.handle:
            try:
                _adopt(socket, attempt.handle)
            except Exception as error:
                self._break_off(error)
                return
        self.cancel()
        socket._connected()

    def cancel(self) -> None:
        """The socket is destroyed, or connected: what is still tried is not."""
        self._stop_timer()
        self.waiting.clear()
        running, self.running = self.running, []
        for attempt in running:
            if attempt.handle is not self.socket._handle:
                close_surely(attempt.handle)
        cold = self.socket._cold_state
        if cold is not None and cold.attempts is self:
            cold.attempts = None

    def let_go(self) -> None:
        """The loop was closed, and the handles with it."""
        self.running.clear()

    def _timed_out(self, attempt: AddressAttempt) -> None:
        self.timer = None
        if self.wanted.auto_select_family == "parallel":
            self.next()
            return
        where = (attempt.address, self.wanted.port, attempt.family)
        try:
            self.socket.emit("connection_attempt_timeout", *where)
        finally:
            if attempt in self.running:
                self._drop(attempt, attempt.error(system_error("ETIMEDOUT", "connect")))
                self.next()

    def _drop(self, attempt: AddressAttempt, error: BaseException) -> None:
        self.running.remove(attempt)
        self.errors.append(error)
        if self.waiting or self.running:
            close_surely(attempt.handle)
            if self.socket._handle is attempt.handle and self.running:
                self.socket._adopt(self.running[-1].handle)
                self.running[-1].handle.owner = self.running[-1]

    def _give_up(self) -> None:
        self.cancel()
        errors = self.errors
        self.socket.destroy(errors[0] if not self.several else AggregateError(errors))

    def _stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.close()
            self.timer = None

    def handle_for(self, attempt: AddressAttempt) -> Handle:
        """The socket's handle, if no other attempt has had it, or a new one."""
        socket = self.socket
        used = self.errors or self.running
        if used or socket._handle is None:
            _adopt(socket, TCP(loop_of(socket)))
        handle: Any = socket._handle
        return handle  # type: ignore[no-any-return]


class AddressAttempt(HandleOwner):
    """One attempt: owns its handle until it is connected."""

    def __init__(self, attempts: _Attempts, address: str, family: int) -> None:
        self.attempts = attempts
        self.address = address
        self.family = family
        self._context = context_of(attempts.socket)
        self.handle: Any = attempts.handle_for(self)
        self.handle.owner = self

    @property
    def _local_address(self) -> str:
        """Where it connects from, if that was asked for."""
        return self.attempts.wanted.local_address or ("::" if self.family == 6 else "0.0.0.0")

    def prepare(self) -> BaseException | None:
        """What must be right before there is an attempt; the error if it is not."""
        wanted, local = self.attempts.wanted, self._local_address
        try:
            refused = blocked(wanted.block_list, self.address)
            if refused is not None or not (wanted.local_address or wanted.local_port):
                return refused
            if is_ip(local) != self.family:
                raise system_error("EINVAL", "bind")
            self.handle.bind(local, wanted.local_port)
            if wanted.local_port:
                self.handle.getsockname()  # a port in use is reported by this, not by bind
        except Exception as error:
            return reported(error, "bind", local, wanted.local_port)
        return None

    def start(self) -> None:
        try:
            if is_ip(self.address) != self.family:
                raise system_error("EINVAL", "connect")
            self.handle.connect(self.address, self.attempts.wanted.port)
        except Exception as error:
            self.attempts.failed(self, self.error(error, local=True))
        except BaseException as error:
            self.attempts._break_off(interrupted(error))
            raise

    def _handle_cancelled(self) -> None:
        """The handle closes; if it was by somebody else, no other address is tried, as in Node."""
        if self in self.attempts.running:
            self.attempts.waiting.clear()
            _cancel(self)

    def _handle_connect(self, status: int) -> None:
        if status == 0:
            self.attempts.connected(self)
        else:
            self.attempts.failed(self, self.error(_failure(status)))

    def _handle_timeout(self) -> None:
        self.attempts.socket._handle_timeout()

    def _handle_abandoned(self) -> None:
        if self.attempts.socket._handle is self.handle:
            self.attempts.socket._handle_abandoned()

    def _let_go(self) -> None:
        self.attempts.socket._let_go()

    def error(self, error: Any, local: bool = False) -> BaseException:
        """``error`` as Node words it, with where from and where to.

        ``local``: it comes from the call to the handle, which may be bound. An answer of the
        system's has where from as it was asked for, if a port was, in fields as well.
        """
        if not isinstance(error, OSError):
            return error  # type: ignore[no-any-return]
        wanted = self.attempts.wanted
        details = ""
        if local:
            sockname = self.attempts.socket.address()
            details = f"{sockname.address}:{sockname.port}" if sockname is not None else ""
        elif wanted.local_port:
            details = f"{self._local_address}:{wanted.local_port}"
        described: Any = describe(error, "connect", self.address, wanted.port, details=details)
        if details and not local:
            described.local_address = self._local_address
            described.local_port = wanted.local_port
        return described  # type: ignore[no-any-return]


class PathAttempt(HandleOwner):
    """The attempt to reach a path: owns the handle until it is connected."""

    def __init__(self, socket: Connecting, path: str) -> None:
        self.socket = socket
        self.path = path
        self.handle: Any = socket._handle
        self._context = context_of(socket)

    def start(self) -> None:
        self.handle.owner = self
        try:
            self.handle.connect(self.path)
        except BaseException as error:
            self.socket.destroy(reported(error, "connect", self.path))
            if not isinstance(error, Exception):
                raise

    def _handle_cancelled(self) -> None:
        if self.socket.connecting:
            _cancel(self)

    def _handle_connect(self, status: int) -> None:
        socket = self.socket
        if socket._handle is not self.handle or not socket.connecting:
            return
        if status == 0:
            socket._connected()
        else:
            socket.destroy(describe(_failure(status), "connect", self.path))

    def _handle_timeout(self) -> None:
        self.socket._handle_timeout()

    def _handle_abandoned(self) -> None:
        self.socket._handle_abandoned()

    def _let_go(self) -> None:
        self.socket._let_go()


def _cancel(attempt: AddressAttempt | PathAttempt) -> None:
    """Its answer comes in the close phase."""
    answer = bound_to(attempt, attempt._handle_connect)
    queue_close(attempt.handle, partial(answer, -errno.ECANCELED))


def _failure(status: int) -> Any:
    return exception(status, "connect")
