"""Tries one fault, and judges what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .aborts import ABORTS, Abort, is_libuv_s_end
from .calls import ERRORS
from .points import FIRST, PATIENCE, Fault, Worker, count

TRIES = 40  # for a call that a run may not come to: how often it polls is a matter of time
SURVIVED, ABORTED, FAILED, MISSED = "survived", "aborted", "failed", "missed"

# Not everything on standard error is a complaint.
HARMLESS = re.compile(r"^\s*$")


@dataclass
class Verdict:
    """What became of a fault; ``why`` where it was not survived, ``abort`` where libuv's own."""

    fault: Fault
    outcome: str
    why: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    caller: str = ""
    abort: Abort | None = None


class Bench:
    """The workers of one core: one for each lane and warmth, started when they are needed."""

    def __init__(self, interposer: Path) -> None:
        self.interposer = interposer
        self.workers: dict[tuple[str, bool], Worker] = {}

    def worker(self, lane: str, scenario: str) -> Worker:
        key = (lane, scenario in FIRST)
        if key not in self.workers:
            self.workers[key] = Worker(self.interposer, *key)
        return self.workers[key]

    def count(self, lane: str, scenario: str) -> dict[str, Any]:
        worker = self.worker(lane, scenario)
        unknown = set(worker.names) ^ set(ERRORS)
        assert not unknown, f"faults.c and calls.py do not agree on {unknown}"
        return count(worker, scenario)

    def attempt(self, fault: Fault) -> Verdict:
        """Has the fault happen."""
        worker = self.worker(fault.lane, fault.scenario)
        for _ in range(TRIES):
            result = worker.run(fault.job())
            if result["end"] == "hang":
                result = worker.run(fault.job(), PATIENCE)
            if result["fired"] or result["end"] != "ok":
                return judge(fault, result)
        return Verdict(fault, MISSED, ["the call was not made"])

    def close(self) -> None:
        for worker in self.workers.values():
            worker.close()


def judge(fault: Fault, result: dict[str, Any]) -> Verdict:
    """The verdict on what a worker says of a fault."""
    why = list(result["failures"])
    caller = result.get("caller", "")
    if result["end"] == "SIGABRT" and is_libuv_s_end(fault.call, result["stderr"]):
        for abort in ABORTS:
            if abort.covers(fault.scenario, fault.call, fault.error):
                return Verdict(fault, ABORTED, caller=caller, abort=abort)
    if result["end"] != "ok":
        why.append(result["end"])
    if not HARMLESS.match(result["stderr"]):
        why.append(f"standard error: {result['stderr'].strip()}")
    return Verdict(fault, FAILED if why else SURVIVED, why, result["log"], caller)
