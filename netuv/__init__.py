"""netuv: Node's ``net`` module for Python, at C speed."""

# The largest module first: what its import leaves in the heap is then taken by the others', and
# a message's bytes have a place of their own (benchmarks/micro: a seventh of an echo's cost).
from ._net.server import Server, create_server  # isort: skip

from . import diagnostics_channel, dns, events, stream
from ._events import EventEmitter
from ._handles.pipe import Pipe
from ._handles.tcp import TCP
from ._loop.abort import AbortController, AbortSignal
from ._loop.current import (
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
from ._loop.event_waits import once
from ._loop.loop import Loop
from ._loop.sleep import sleep
from ._loop.timers import Immediate, Timeout
from ._native.address import Address, DropInfo, is_ip, is_ipv4, is_ipv6
from ._net.block_list import BlockList
from ._net.connect_options import (
    get_default_auto_select_family,
    get_default_auto_select_family_attempt_timeout,
    set_default_auto_select_family,
    set_default_auto_select_family_attempt_timeout,
)
from ._net.resources import get_active_resources_info
from ._net.socket import Socket, connect, create_connection
from ._net.socket_address import SocketAddress
from ._util.errors import (
    AbortError,
    AggregateError,
    ClosedError,
    MaxListenersExceededWarning,
    StateError,
    TimeoutOverflowWarning,
)

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
