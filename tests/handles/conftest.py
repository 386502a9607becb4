"""What the tests of handles have in common."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from support import Run
from support.peers import tcp_pair

import netuv


@pytest.fixture
def peer(run: Run) -> Iterator[tuple[netuv.TCP, socket.socket]]:
    """A connected handle, and the raw socket at its other end."""
    handle, other = tcp_pair(run)
    with other:
        yield handle, other
