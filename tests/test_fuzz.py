"""Random sequences of calls on a pair of connected sockets, against a small model.

No byte is lost, doubled or reordered; ``"end"``, ``"finish"``, ``"error"`` and ``"close"`` come at
most once and in their order; every callback is called once. ``NETUV_FUZZ=2000`` (``make fuzz``)
tries so many sequences instead of 100.
"""

from __future__ import annotations

import os
import socket as plain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model import Side

import netuv

EXAMPLES = int(os.environ.get("NETUV_FUZZ", "100"))

DATA = st.binary(min_size=0, max_size=40) | st.integers(1, 300_000).map(bytes)
SIDE = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("write"), SIDE, DATA),
    st.tuples(st.just("plain write"), SIDE, DATA),
    st.tuples(st.just("end"), SIDE, st.none() | DATA),
    st.tuples(
        st.sampled_from(["cork", "uncork", "pause", "resume", "read", "turn", "turn", "tick"]),
        SIDE,
        st.none(),
    ),
    st.tuples(st.sampled_from(["turn", "destroy", "reset"]), SIDE, st.none()),
)
STEPS = st.lists(STEP, max_size=30)


def pair(kind: str, loop: netuv.Loop) -> list[Side]:
    """Two connected sockets that may be half-open."""
    if kind == "unix":
        ends = plain.socketpair()
    else:
        with plain.create_server(("127.0.0.1", 0)) as listener:
            client = plain.create_connection(listener.getsockname())
            ends = (client, listener.accept()[0])
    sides = []
    for end, name in zip(ends, ("left", "right")):
        end.setsockopt(plain.SOL_SOCKET, plain.SO_SNDBUF, 8192)  # so that much is queued
        options: Any = {"fd": end.detach(), "readable": True, "writable": True}
        sides.append(Side(netuv.Socket(allow_half_open=True, **options), name))
    return sides


def step(side: Side, action: str, data: Any, loop: netuv.Loop) -> None:
    socket = side.socket
    if action in ("write", "plain write"):
        side.write(data, told=action == "write")
    elif action == "end":
        side.end(data)
    elif action == "destroy":
        side.destroy()
    elif action == "reset" and isinstance(socket._handle, netuv.TCP):
        side.reset()
    elif action == "read":
        socket.read()  # what it gives is told by "data", too
    elif action == "turn":
        loop.run_nowait()
    elif action == "tick":
        netuv.set_immediate(lambda: None)
    elif action in ("cork", "uncork", "pause", "resume"):
        getattr(socket, action)()


def finish(sides: list[Side], loop: netuv.Loop) -> None:
    """Both ends go on and come to their end; the loop runs until nothing is left."""
    for side in sides:
        while side.socket.writable_corked:
            side.socket.uncork()
        side.socket.resume()
        side.end(None)
    loop.run()


@pytest.mark.parametrize("kind", ["tcp", "unix"])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 100,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_done_nothing_is_lost_and_everything_is_told_once(
    kind: str, steps: list[tuple[str, int, Any]]
) -> None:
    loop = netuv.Loop()
    with loop:
        sides = pair(kind, loop)
        for action, number, data in steps:
            step(sides[number], action, data, loop)
        finish(sides, loop)
        sides[0].check(sides[1])
        sides[1].check(sides[0])
    loop.close()
