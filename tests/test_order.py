"""The order of events does not depend on how they fall into batches, nor on the lane.

The scenarios have several sockets ready in one poll, or several reads of one socket, and change
things in the middle: each prints Node's trace with batches of one, two and 32 events.
"""

from __future__ import annotations

import importlib.util

import pytest
from parity import harness

NAMES = [name for name in harness.SCENARIOS if name.startswith(("batch_", "order_"))]
LANES = ["python", "c"]

needs_node = pytest.mark.skipif(harness.node() is None, reason="no node on this machine")


@needs_node
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("batch", ["1", "2", "32"])
@pytest.mark.parametrize("lane", LANES)
def test_the_trace_is_node_s_whatever_the_batches(name: str, batch: str, lane: str) -> None:
    if lane == "c" and importlib.util.find_spec("netuv._lane_c") is None:
        pytest.skip("the C lane is not built for this interpreter")
    ours = harness.netuv_trace(name, NETUV_LANE=lane, NETUV_BATCH=batch)
    assert ours == harness.expected_trace(name)
