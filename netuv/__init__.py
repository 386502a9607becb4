"""netuv: Node's ``net`` module for Python, at C speed."""

from . import diagnostics_channel, dns, events, stream
from ._abort import AbortController, AbortSignal
from ._address import Address, DropInfo, is_ip, is_ipv4, is_ipv6
from ._blocklist import BlockList
from ._connect import connect, create_connection
from ._connect_options import (
    get_default_auto_select_family,
    get_default_auto_select_family_attempt_timeout,
    set_default_auto_select_family,
    set_default_auto_select_family_attempt_timeout,
)
from ._current import (
    clear_immediate,
    clear_interval,
    clear_timeout,
    get_loop,
    next_tick,
    run,
    set_immediate,
    set_interval,
    set_timeout,
)
from ._errors import (
    AbortError,
    AggregateError,
    ClosedError,
    MaxListenersExceededWarning,
    StateError,
    TimeoutOverflowWarning,
)
from ._event_waits import once
from ._events import EventEmitter
from ._handle import TCP, Pipe
from ._loop import Loop
from ._resources import get_active_resources_info
from ._server import Server, create_server
from ._sleep import sleep
from ._socket import Socket
from ._socket_address import SocketAddress
from ._timers import Immediate, Timeout

Stream = Socket

__version__ = "0.1.0.dev0"

__all__ = [
    "TCP",
    "AbortController",
    "AbortError",
    "AbortSignal",
    "Address",
    "AggregateError",
    "BlockList",
    "ClosedError",
    "DropInfo",
    "EventEmitter",
    "Immediate",
    "Loop",
    "MaxListenersExceededWarning",
    "Pipe",
    "Server",
    "Socket",
    "SocketAddress",
    "StateError",
    "Stream",
    "Timeout",
    "TimeoutOverflowWarning",
    "clear_immediate",
    "clear_interval",
    "clear_timeout",
    "connect",
    "create_connection",
    "create_server",
    "diagnostics_channel",
    "dns",
    "events",
    "get_active_resources_info",
    "get_default_auto_select_family",
    "get_default_auto_select_family_attempt_timeout",
    "get_loop",
    "is_ip",
    "is_ipv4",
    "is_ipv6",
    "next_tick",
    "once",
    "run",
    "set_default_auto_select_family",
    "set_default_auto_select_family_attempt_timeout",
    "set_immediate",
    "set_interval",
    "set_timeout",
    "sleep",
    "stream",
]
