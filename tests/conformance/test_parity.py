"""Every scenario of tests/conformance/parity prints the same trace in Node and in netuv."""

from __future__ import annotations

import pytest
from conformance.parity import harness
from conformance.parity.differences import DIFFERENCES, NOT_YET


@pytest.mark.parametrize("name", harness.SCENARIOS)
def test_netuv_prints_the_trace_of_node(name: str) -> None:
    ours, theirs = harness.netuv_trace(name), harness.expected_trace(name)
    if name in NOT_YET:
        assert ours != theirs, "no longer different: take it from NOT_YET"
        pytest.xfail(NOT_YET[name])
    assert ours == theirs


@pytest.mark.parametrize("name", harness.SCENARIOS)
def test_both_scripts_of_a_scenario_begin_with_the_same_words(name: str) -> None:
    script = harness.lines_of(name)
    twin = harness.PATHS[name].with_suffix(".py").read_text(encoding="utf-8").splitlines()
    assert twin[0] == '"""' + script[1][3:] + '"""'


def test_every_difference_has_a_scenario_and_a_reason() -> None:
    for difference in DIFFERENCES:
        assert difference.scenario in harness.SCENARIOS
        assert len(difference.reason) > 20
