"""Runs every scenario and prints a table of them: which Node, how much is compared, what differs.

`make parity` calls it. The exit status is 1 where a trace is not as expected.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from conformance.parity import harness
from conformance.parity.differences import DIFFERENCES, NOT_YET


def main() -> int:
    names = harness.SCENARIOS
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # a Node each
        nodes = dict(zip(names, pool.map(harness.node_trace, names)))
    wrong = [name for name in names if harness.netuv_trace(name) != harness.expected_trace(name)]
    print("| partner | scenarios | lines of trace |\n| --- | --- | --- |")
    for major, version in harness.PARTNERS.items():
        of_it = [name for name in names if harness.major_of(name) == major]
        lines = sum(len(nodes[name]) for name in of_it)
        print(f"| Node {harness.version_found(version)} | {len(of_it)} | {lines} |")
    print(f"| together | {len(names)} | {sum(map(len, nodes.values()))} |\n")
    print_differences()
    for name in wrong:
        print(f"- {name}: {NOT_YET.get(name, 'NOT EXPECTED')}")
    print(f"\n{len(names) - len(wrong)} of {len(names)} scenarios print the expected trace.")
    return int(wrong != sorted(NOT_YET))


def print_differences() -> None:
    reasons: dict[str, list[str]] = {}
    for difference in DIFFERENCES:
        reasons.setdefault(difference.reason, []).append(difference.scenario)
    scenarios = {difference.scenario for difference in DIFFERENCES}
    lines = sum(max(len(one.node), len(one.ours)) for one in DIFFERENCES)
    print(f"On purpose, {lines} lines of {len(scenarios)} scenarios:\n")
    print("| why | lines, scenario |\n| --- | --- |")
    for reason, found in reasons.items():
        counted = ", ".join(f"{count} {name}" for name, count in Counter(found).items())
        print(f"| {reason} | {counted} |")
    print(f"\nNot yet as Node, {len(NOT_YET)} scenarios:\n")


if __name__ == "__main__":
    sys.exit(main())
