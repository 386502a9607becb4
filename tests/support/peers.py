"""The other end of a connection, without netuv: raw sockets of the system's own."""

from __future__ import annotations

HOST = "127.0.0.1"
