"""Tries every fault and prints a table: ``make faults``, ``make faults ARGS="--only echo"``."""

from __future__ import annotations

import argparse
import queue
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from .aborts import ABORTS
from .points import Fault, build, faults_of
from .trial import ABORTED, FAILED, MISSED, SURVIVED, Bench, Verdict

SCENARIOS = [
    *(
        "echo",
        "queue",
        "eyeballs",
        "listening",
        "shutdown",
        "endings",
        "unix",
        "pipe",
        "dns",
        "timers",
        "delays",
    ),
    *("onread", "handles", "asyncio", "asyncio_thread", "startup"),
]
LANES = ["c", "python"]
EVERY = 10.0  # seconds between two lines of progress


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("make faults", description=__doc__)
    parser.add_argument("--lane", action="append", choices=LANES, help="this lane only")
    parser.add_argument("--only", action="append", choices=SCENARIOS, help="this scenario only")
    parser.add_argument("--call", action="append", help="this call only")
    parser.add_argument("--number", type=int, help="this one of the calls only")
    parser.add_argument("--error", help="this error only, as EMFILE or short:3")
    parser.add_argument("--sample", type=int, default=1, help="every so many of the faults")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--verbose", action="store_true", help="what happened in each failure")
    parser.add_argument("--output", type=Path, help="where to write the failures to, as well")
    return parser.parse_args(arguments)


class Run:
    """All faults of a run, and what became of them."""

    def __init__(self, interposer: Path, options: argparse.Namespace) -> None:
        self.interposer = interposer
        self.options = options
        self.verdicts: list[Verdict] = []
        self.points: Counter[str] = Counter()
        self.began = time.monotonic()
        self.shown = self.began
        self.lock = threading.Lock()

    def find(self) -> list[Fault]:
        """Counts the calls of each scenario."""
        bench = Bench(self.interposer)
        found: list[Fault] = []
        try:
            for lane in self.options.lane or LANES:
                for scenario in self.options.only or SCENARIOS:
                    counted = bench.count(lane, scenario)
                    found += faults_of(lane, scenario, counted)
        finally:
            bench.close()
        chosen = [fault for fault in found if self.is_chosen(fault)][:: self.options.sample]
        for point in {(f.lane, f.scenario, f.call, f.number) for f in chosen}:
            self.points[point[2]] += 1
        return chosen

    def is_chosen(self, fault: Fault) -> bool:
        options = self.options
        return (
            (not options.call or fault.call in options.call)
            and options.number in (None, fault.number)
            and options.error in (None, fault.kind())
        )

    def try_all(self, faults: Iterable[Fault]) -> None:
        waiting: queue.SimpleQueue[Fault] = queue.SimpleQueue()
        for fault in faults:
            waiting.put(fault)
        total = waiting.qsize()
        threads = [
            threading.Thread(target=self.work, args=(waiting, total), daemon=True)
            for _ in range(self.options.jobs)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def work(self, waiting: queue.SimpleQueue[Fault], total: int) -> None:
        bench = Bench(self.interposer)
        try:
            while True:
                verdict = bench.attempt(waiting.get_nowait())
                with self.lock:
                    self.verdicts.append(verdict)
                    self.show(verdict, total)
        except queue.Empty:
            return
        finally:
            bench.close()

    def show(self, verdict: Verdict, total: int) -> None:
        """A failure at once, and the progress now and then."""
        if verdict.outcome in (FAILED, MISSED):
            self.show_failure(verdict)
        now = time.monotonic()
        if now - self.shown < EVERY and len(self.verdicts) < total:
            return
        self.shown = now
        bad = sum(v.outcome in (FAILED, MISSED) for v in self.verdicts)
        seconds = int(now - self.began)
        print(f"-- {len(self.verdicts)} of {total}, {bad} failed, {seconds} s", flush=True)

    def show_failure(self, verdict: Verdict) -> None:
        detailed = self.options.verbose or self.options.number is not None
        lines = [f"{verdict.outcome.upper()} {verdict.fault} (called from {verdict.caller})"]
        for reason in verdict.why:
            lines += [
                "    " + line for line in (reason if detailed else short(reason)).splitlines()
            ]
        if detailed:
            lines += ["    : " + line for line in verdict.log]
        lines.append("    " + verdict.fault.command())
        text = "\n".join(lines)
        print(text, flush=True)
        if self.options.output is not None:
            with self.options.output.open("a") as file:
                file.write(text + "\n")

    def is_whole(self) -> bool:
        """Whether everything was tried, so that an abort that was not seen is none."""
        options = self.options
        chosen = (options.lane, options.only, options.call, options.number, options.error)
        return not any(chosen) and options.sample == 1


def short(reason: str) -> str:
    """The first line of a reason, or the last of a traceback."""
    lines = [line for line in reason.splitlines() if line.strip()]
    return reason if len(lines) < 2 else f"{lines[0][:200]}\n{lines[-1][:200]}"


def table(run: Run) -> list[str]:
    """Per call: the points that were seen, how often one failed, and what came of that."""
    tried: Counter[str] = Counter()
    outcomes: Counter[tuple[str, str]] = Counter()
    for verdict in run.verdicts:
        tried[verdict.fault.call] += 1
        outcomes[verdict.fault.call, verdict.outcome] += 1
    names = ["call", "points seen", "failed", SURVIVED, "libuv aborts", "not survived", MISSED]
    lines = [f"{names[0]:22}" + "".join(f"{name:>14}" for name in names[1:])]
    kinds = [SURVIVED, ABORTED, FAILED, MISSED]
    for call in sorted(run.points):
        missed = outcomes[call, MISSED]
        row = [run.points[call], tried[call] - missed, *(outcomes[call, kind] for kind in kinds)]
        lines.append(f"{call:22}" + "".join(f"{number:>14}" for number in row))
    totals = [sum(outcomes[call, kind] for call in tried) for kind in kinds]
    done = sum(tried.values()) - totals[-1]
    last = [sum(run.points.values()), done, *totals]
    lines.append(f"{'all':22}" + "".join(f"{number:>14}" for number in last))
    return lines


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    with tempfile.TemporaryDirectory() as directory:
        run = Run(build(Path(directory)), options)
        faults = run.find()
        print(f"-- {len(faults)} faults at {sum(run.points.values())} points", flush=True)
        run.try_all(faults)
    print("\n".join(table(run)))
    seen = {verdict.abort for verdict in run.verdicts if verdict.abort is not None}
    unseen = [abort for abort in ABORTS if abort not in seen] if run.is_whole() else []
    for abort in ABORTS:
        if abort in seen:
            print(f"libuv aborts: {abort.call} {', '.join(sorted(abort.errors))}: {abort.reason}")
    for abort in unseen:
        print(f"FAILED: no fault came to libuv's abort at {abort.call}: take it off the list")
    bad = [verdict for verdict in run.verdicts if verdict.outcome in (FAILED, MISSED)]
    print(f"{len(run.verdicts) - len(bad)} of {len(run.verdicts)} faults survived or libuv's own")
    return 1 if bad or unseen or not run.verdicts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
