"""What net publishes of itself: nothing is made for a channel that nobody subscribes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics_channel import Message, channel, tracing_channel

if TYPE_CHECKING:
    from .listen_options import ListenOptions

CLIENT_SOCKET = channel("net.client.socket")
SERVER_SOCKET = channel("net.server.socket")
SERVER_LISTEN = tracing_channel("net.server.listen")


def publish_listen(
    server: Any, wanted: ListenOptions, args: tuple[Any, ...], keywords: dict[str, Any]
) -> None:
    """``listen()`` was called: with the keywords that its arguments stand for."""
    options = {name: value for name, value in keywords.items() if name != "callback"}
    if wanted.handle is not None:
        options["handle"] = wanted.handle
    elif wanted.fd is not None:
        options["fd"] = wanted.fd
    elif wanted.path is not None:
        options["path"] = wanted.path
    elif args and args[0] is not None and args[0] is not wanted.callback:
        options["port"] = wanted.port
        if wanted.host is not None:
            options["host"] = wanted.host
    SERVER_LISTEN.async_start.publish(Message(server=server, options=options))
