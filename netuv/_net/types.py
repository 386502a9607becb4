"""The types of arguments, for type checkers: what ``**keywords`` may hold, what a callback is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict, Union

if TYPE_CHECKING:
    from typing import Literal

    from typing_extensions import Buffer

    from .._handles.base import Handle
    from .._loop.abort import AbortSignal
    from .block_list import BlockList

Data = Union[str, "Buffer"]  # what may be written: text, or anything bytes-like
Listener = Callable[[], Any]
# Called with the error, or None; a function that takes nothing is called where there is none.
Done = Callable[[], Any] | Callable[[BaseException | None], Any]


class OnRead(TypedDict):
    """The option ``onread`` of ``connect()``."""

    buffer: Any
    callback: Callable[..., Any]


class ConnectKeywords(TypedDict, total=False):
    """The keywords of ``connect()`` but for where to."""

    host: str | None
    local_address: str | None
    local_port: int | None
    family: int | str | None
    hints: int | None
    lookup: Callable[..., Any] | None
    no_delay: bool | None
    keep_alive: bool | None
    keep_alive_initial_delay: float | None
    auto_select_family: bool | Literal["parallel"] | None
    auto_select_family_attempt_timeout: int | None
    block_list: BlockList | None
    onread: OnRead | None
    listener: Listener | None


class ConnectToPort(ConnectKeywords):
    """With a port."""

    port: int | str


class ConnectToPath(ConnectKeywords):
    """With a path."""

    path: str


class SocketKeywords(TypedDict, total=False):
    """The keywords of ``Socket()``, and ``timeout``."""

    fd: int | None
    handle: Handle | None
    readable: bool | None
    writable: bool | None
    allow_half_open: bool | None
    high_water_mark: int | None
    signal: AbortSignal | None
    type: Literal["tcp4", "tcp6", "unix"] | None
    timeout: float | None


class CreateKeywords(ConnectKeywords, SocketKeywords):
    """The keywords of ``create_connection()`` but for where to."""


class CreateToPort(ConnectToPort, SocketKeywords):
    """With a port."""


class CreateToPath(ConnectToPath, SocketKeywords):
    """With a path."""


class ServerKeywords(TypedDict, total=False):
    """The keywords of ``Server()``."""

    allow_half_open: bool | None
    pause_on_connect: bool | None
    no_delay: bool | None
    keep_alive: bool | None
    keep_alive_initial_delay: float | None
    high_water_mark: int | None
    block_list: BlockList | None


class ListenKeywords(TypedDict, total=False):
    """The keywords of ``listen()``."""

    port: int | str | None
    host: str | None
    path: str | None
    fd: int | None
    backlog: int | None
    exclusive: bool | None
    readable_all: bool | None
    writable_all: bool | None
    ipv6_only: bool | None
    signal: AbortSignal | None
    callback: Listener | None
