"""From the arguments of connect() to a connected handle.

Addresses are tried as a list; without family auto-selection it is a list of one.
"""

from __future__ import annotations

from typing import Any, Callable

from . import _options as options
from . import dns
from ._address import is_ip
from ._errors import ArgumentTypeError, invalid_arg_type, invalid_arg_value
from ._handle import TCP, Handle, Pipe
from ._native import exception
from ._socket import CONNECTING, Socket, describe

Callback = Callable[..., Any]

_KEYWORDS = frozenset(
    "port host path local_address local_port family hints lookup no_delay keep_alive "
    "keep_alive_initial_delay listener".split()
)


class ConnectOptions:
    """The arguments of ``connect()``."""

    def __init__(self, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        for name in keywords:
            if name not in _KEYWORDS:
                raise TypeError(f"connect() got an unexpected keyword argument {name!r}")
        values, self.listener = options.split_callback(args)
        given = {name: value for name, value in keywords.items() if value is not None}
        if "listener" in given:
            options.check_callable(given["listener"], "listener")
            self.listener = given["listener"]
        if len(values) > 2 or (len(values) > 1 and options.is_path(values[0])):
            raise TypeError("connect() takes a port and a host, or a path, and a listener")
        if values and options.is_path(values[0]):
            given["path"] = values[0]
        else:
            given.update(
                {name: value for name, value in zip(("port", "host"), values) if value is not None}
            )
        self._given = given
        self.path: str | None = None
        self.port = 0
        self.host = "localhost"

    def check(self) -> None:
        """Raises what is wrong with them."""
        given = self._given
        if "port" not in given and "path" not in given:
            raise ArgumentTypeError(
                "ERR_MISSING_ARGS", 'The "options" or "port" or "path" argument must be specified'
            )
        if given.get("path"):
            self.path = options.check_str(given["path"], "options.path")
            return
        self._check_port(given.get("port"))
        self.host = options.check_str(given.get("host", "localhost"), "options.host")
        self._check_local(given)
        self.lookup: Callback = given.get("lookup", dns.lookup)
        options.check_callable(self.lookup, "options.lookup")
        self.family: int | str = given.get("family", 0)
        self.hints: int = given.get("hints", 0)
        if self.hints & ~(dns.ADDRCONFIG | dns.V4MAPPED | dns.ALL):
            raise invalid_arg_value("hints", self.hints)
        self.no_delay = bool(given.get("no_delay", False))
        self.keep_alive = bool(given.get("keep_alive", False))
        self.keep_alive_initial_delay = options.check_number(
            given.get("keep_alive_initial_delay", 0), "options.keep_alive_initial_delay"
        )

    def _check_port(self, port: Any) -> None:
        if isinstance(port, bool) or not isinstance(port, (int, float, str)):
            raise invalid_arg_type("options.port", "one of type number or string", port)
        self.port = options.check_port(port)

    def _check_local(self, given: dict[str, Any]) -> None:
        address = given.get("local_address")
        if address is not None and not is_ip(address):
            raise options.invalid_ip_address(address)
        port = given.get("local_port")
        if port is not None:
            options.check_number(port, "options.local_port")
        self.local_address: str | None = address
        self.local_port = int(port or 0)


def start(socket: Socket, wanted: ConnectOptions) -> None:
    """Begins to connect ``socket``."""
    if wanted.path is not None:
        if socket._handle is None:
            socket._adopt(Pipe(socket._loop))
        socket._state |= CONNECTING
        socket._fast = None
        _PathAttempt(socket, wanted.path).start()
        return
    if socket._handle is None:
        socket._adopt(TCP(socket._loop))
        _apply_early_options(socket, wanted)
    socket._state |= CONNECTING
    socket._fast = None
    _Lookup(socket, wanted).start()


def _apply_early_options(socket: Socket, wanted: ConnectOptions) -> None:
    """What was set before there was a handle; the core applies it once it can."""
    handle = socket._handle
    extra = socket._extra
    if wanted.no_delay or (extra is not None and extra.no_delay):
        handle.set_no_delay(True)
    if wanted.keep_alive:
        handle.set_keep_alive(True, options.seconds_of(wanted.keep_alive_initial_delay))
    elif extra is not None and extra.keep_alive is not None:
        handle.set_keep_alive(True, extra.keep_alive)


class _Lookup:
    """Finds the address, then tries it."""

    def __init__(self, socket: Socket, wanted: ConnectOptions) -> None:
        self.socket = socket
        self.wanted = wanted
        self.handle = socket._handle

    def start(self) -> None:
        socket, wanted = self.socket, self.wanted
        if is_ip(wanted.host):
            socket._loop.next_tick(self._try, wanted.host)
        else:
            wanted.lookup(
                wanted.host, self._found, family=wanted.family, hints=wanted.hints, all=False
            )

    def _is_current(self) -> bool:
        return self.socket.connecting and self.socket._handle is self.handle

    def _found(
        self, error: BaseException | None, address: Any = None, family: int | None = None
    ) -> None:
        socket = self.socket
        socket.emit("lookup", error, address, family, self.wanted.host)
        if not self._is_current():
            return
        if error is not None:
            socket._loop.next_tick(socket.destroy, error)
        elif not is_ip(address):
            socket._loop.next_tick(socket.destroy, options.invalid_ip_address(address))
        else:
            self._try(address)

    def _try(self, address: str) -> None:
        if self._is_current():
            _AddressAttempt(self.socket, self.wanted, address).start()


class _Attempt:
    """One connection attempt: owns the handle until it is connected."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.handle: Any = socket._handle

    def _handle_connect(self, status: int) -> None:
        socket = self.socket
        if socket._handle is not self.handle or not socket.connecting:
            return
        if status == 0:
            socket._connected()
        else:
            socket.destroy(self._error(exception(status, "connect")))

    def _error(self, error: Any) -> OSError:
        raise NotImplementedError

    def _handle_timeout(self) -> None:
        self.socket._handle_timeout()


class _AddressAttempt(_Attempt):
    def __init__(self, socket: Socket, wanted: ConnectOptions, address: str) -> None:
        _Attempt.__init__(self, socket)
        self.wanted = wanted
        self.address = address

    def start(self) -> None:
        handle, wanted = self.handle, self.wanted
        handle.owner = self
        if (wanted.local_address or wanted.local_port) and not self._bind(handle):
            return
        try:
            handle.connect(self.address, wanted.port)
        except OSError as error:
            self.socket.destroy(self._error(error, local=True))

    def _bind(self, handle: Handle) -> bool:
        wanted = self.wanted
        anywhere = "::" if ":" in self.address else "0.0.0.0"
        local = wanted.local_address or anywhere
        try:
            self.handle.bind(local, wanted.local_port)
        except OSError as error:
            self.socket.destroy(describe(error, "bind", local, wanted.local_port))
            return False
        return True

    def _error(self, error: Any, local: bool = False) -> OSError:
        details = ""
        sockname = self.socket.address() if local else None
        if sockname is not None:
            details = f"{sockname.address}:{sockname.port}"
        elif self.wanted.local_address and self.wanted.local_port:
            details = f"{self.wanted.local_address}:{self.wanted.local_port}"
        return describe(error, "connect", self.address, self.wanted.port, details=details)


class _PathAttempt(_Attempt):
    def __init__(self, socket: Socket, path: str) -> None:
        _Attempt.__init__(self, socket)
        self.path = path

    def start(self) -> None:
        self.handle.owner = self
        try:
            self.handle.connect(self.path)
        except OSError as error:
            self.socket.destroy(self._error(error))

    def _error(self, error: Any) -> OSError:
        return describe(error, "connect", self.path)


def create_connection(*args: Any, **keywords: Any) -> Socket:
    """A new Socket that connects (manual: net.createConnection()).

    Takes the arguments of ``Socket(...)`` and of ``Socket.connect(...)``, and
    ``timeout``: milliseconds for ``set_timeout``, called before connecting.
    """
    names = ("fd", "readable", "writable", "allow_half_open", "high_water_mark")
    made = {name: keywords.pop(name) for name in names if name in keywords}
    timeout = keywords.pop("timeout", None)
    socket = Socket(**made)
    if timeout:
        socket.set_timeout(timeout)
    return socket.connect(*args, **keywords)


connect = create_connection
