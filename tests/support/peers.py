"""The other end of a connection, without netuv: raw sockets of the system's own."""

from __future__ import annotations

import os
import socket
import struct
from typing import Any

import netuv
from support import Run

HOST = "127.0.0.1"
SECONDS = 30  # that a raw socket waits


def port_of(server: netuv.Server) -> int:
    """Where it listens."""
    address: Any = server.address()
    port: int = address.port
    return port


def raw_client(server: netuv.Server) -> socket.socket:
    """A raw socket that the kernel has connected to ``server``, which listens."""
    return socket.create_connection((HOST, port_of(server)), timeout=SECONDS)


def place_of(listener: Any) -> tuple[Any, ...]:
    """What ``connect`` takes to get to a handle that listens."""
    name = listener.getsockname()
    return (name,) if isinstance(name, str) else (name.address, name.port)


def accept(raw: socket.socket) -> socket.socket:
    """The next connection of a raw listener: the fixture of that name, for example."""
    peer, _ = raw.accept()
    peer.settimeout(SECONDS)
    return peer


def tcp_pair(run: Run) -> tuple[netuv.TCP, socket.socket]:
    """A connected TCP handle, and the raw socket at its other end."""
    with socket.create_server((HOST, 0)) as raw:
        handle = netuv.TCP()
        handle.connect(*raw.getsockname())
        run()
        return handle, accept(raw)


def over_pair(**options: Any) -> tuple[netuv.Socket, socket.socket]:
    """A Socket over one end of a pair of Unix sockets, and the other end."""
    ours, peer = socket.socketpair()
    peer.settimeout(SECONDS)
    options = {"readable": True, "writable": True, **options}
    return netuv.Socket(fd=ours.detach(), **options), peer


def read_all(peer: socket.socket) -> bytes:
    """What comes until the end."""
    return b"".join(iter(lambda: peer.recv(1 << 16), b""))


def reset(peer: socket.socket) -> None:
    """Closes it with a reset instead of an end."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def kernel_option(subject: Any, level: int, name: int) -> int:
    """A socket option of a netuv object, asked of the kernel."""
    with socket.socket(fileno=os.dup(subject._handle.fd)) as duplicate:
        duplicate.setblocking(False)  # as it was: PyPy has it block
        return duplicate.getsockopt(level, name)
