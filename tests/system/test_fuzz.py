"""Random sequences of calls on a pair of connected sockets, against a small model.

No byte is lost, doubled or reordered; ``"end"``, ``"finish"``, ``"error"`` and ``"close"`` come at
most once and in their order; every callback is called once. ``NETUV_FUZZ=2000`` (``make fuzz``)
tries so many sequences instead of 100.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.model import Side, half_open_pair

import netuv

pytestmark = pytest.mark.usefixtures("decisions_checked")

EXAMPLES = int(os.environ.get("NETUV_FUZZ", "100"))

LONGEST = 20  # seconds; a sequence takes some milliseconds

SIZE = st.integers(0, 40) | st.integers(1, 300_000)
CALM = (
    *["write", "plain write", "turn"] * 3,
    *["uncork", "resume"] * 2,
    *["cork", "pause", "read", "tick"],
)
ROUGH = (*CALM, "end", "destroy", "reset")


def steps_of(actions: tuple[str, ...]) -> Any:
    """Short sequences, and long ones: these queue, and pause with much on its way."""
    step = st.tuples(st.sampled_from(actions), st.integers(0, 1), SIZE)
    return st.lists(step, max_size=10) | st.lists(step, min_size=10, max_size=40)


STEPS = steps_of(CALM) | steps_of(ROUGH)


def step(side: Side, action: str, size: int, loop: netuv.Loop) -> None:
    if action in ("write", "plain write"):
        side.write(size, reported=action == "write")
    elif action == "end":
        side.end(size)
    elif action == "reset" and not isinstance(side.socket._handle, netuv.TCP):
        pass  # a Unix socket has no reset
    elif action == "turn":
        loop.run_nowait()
    elif action == "tick":
        netuv.set_immediate(lambda: None)
    elif action in ("cork", "uncork"):
        getattr(side.socket, action)()
    else:
        getattr(side, action)()


def stuck() -> None:
    raise AssertionError("the loop does not run dry")


def finish(sides: list[Side], loop: netuv.Loop) -> None:
    """Both ends go on and come to their end; the loop runs until nothing is left."""
    for side in sides:
        while side.socket.writable_corked:
            side.socket.uncork()
        side.resume()
        side.end(0)
    watchdog = netuv.set_timeout(stuck, LONGEST * 1000).unref()
    loop.run()
    watchdog.close()


@pytest.mark.parametrize("kind", ["tcp", "unix"])
@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES <= 100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_is_called_no_byte_is_lost_and_each_event_comes_once(
    kind: str, steps: list[tuple[str, int, int]]
) -> None:
    loop = netuv.Loop()
    with loop:
        left, right = half_open_pair(kind)
        sides = [Side(left, "left"), Side(right, "right")]
        for action, number, size in steps:
            step(sides[number], action, size, loop)
        finish(sides, loop)
        sides[0].check(sides[1])
        sides[1].check(sides[0])
    loop.close()
