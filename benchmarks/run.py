"""Measures netuv beside bare C libuv, uvloop, asyncio and Node: see README.md for the method."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from collections.abc import Iterator
from typing import Any, NamedTuple

import report
from servers import (
    HERE,
    Running,
    Server,
    compile_c,
    find_hosted_servers,
    find_servers,
    raise_open_files,
    say,
)

RESULTS = HERE / "results"
CONNECTIONS = 8000  # idle ones, and in a burst
MEMORY_ROUNDS = 3
BURST_ROUNDS = 5
BURST_SECONDS = 30
SPARE_FILES = 200  # that a server needs beside its connections
GRACE = 30  # seconds that a load may take longer than it was told


class Scenario(NamedTuple):
    """Echo in lock step: so many connections, messages of so many bytes."""

    name: str
    connections: int
    size: int


SCENARIOS = [
    Scenario("50 × 1 KiB", 50, 1024),
    Scenario("1000 × 128 B", 1000, 128),
    Scenario("50 × 64 KiB", 50, 65536),
    Scenario("1 × 1 KiB", 1, 1024),
]
HOSTED_SCENARIOS = [
    Scenario("asyncio, 50 connections", 50, 1024),
    Scenario("asyncio, 1000 connections", 1000, 1024),
]


class Bench:
    """The load generator, and which core is whose: the server's is the last one."""

    def __init__(self, seconds: float, warmup: float) -> None:
        self.seconds = seconds
        self.warmup = warmup
        self.load = compile_c("load")
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) < 2:
            say("Only one core: server and load share it, the figures say little")
        self.core = cores[-1]
        os.sched_setaffinity(0, cores[:1])  # ours, and so the load's
        self.connections = min(CONNECTIONS, raise_open_files() - SPARE_FILES)
        if self.connections < CONNECTIONS:
            say(f"Only {self.connections} connections for memory and burst: limit of open files")

    def rounds(self, servers: list[Server], what: str, count: int) -> Iterator[Server]:
        """Every server once in each round, another one first each time."""
        for number in range(count):
            shift = number % len(servers)
            for server in servers[shift:] + servers[:shift]:
                say(f"{what}: round {number + 1} of {count}, {server.name}")
                yield server

    def generate(self, mode: str, on: Running, connections: int, **options: float) -> report.Row:
        """Let the load generator do one thing; its answer."""
        command = [self.load, mode, str(on.port), str(connections), "-p", str(on.pid)]
        for letter, value in options.items():
            command += [f"-{letter}", str(value)]
        limit = options.get("t", BURST_SECONDS) + GRACE
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=limit)
        if done.returncode != 0:
            raise SystemExit(f"the load on {on.name} failed")
        row: report.Row = json.loads(done.stdout)
        return row

    def echo(self, servers: list[Server], scenario: Scenario, count: int) -> report.Samples:
        samples: report.Samples = {server.name: [] for server in servers}
        for server in self.rounds(servers, scenario.name, count):
            with Running(server, self.core) as running:
                row = self.generate(
                    "echo",
                    running,
                    scenario.connections,
                    s=scenario.size,
                    t=self.seconds,
                    w=self.warmup,
                )
            if row["errors"] or not row["requests"]:
                raise SystemExit(f"{server.name} answered wrongly: {row}")
            row["rps"] = row["requests"] / row["seconds"]
            row["cpu_us"] = row["cpu"] / row["requests"] * 1e6
            row["busy"] = row["cpu"] / row["seconds"]
            samples[server.name].append(row)
        return samples

    def memory(self, servers: list[Server], count: int) -> report.Samples:
        samples: report.Samples = {server.name: [] for server in servers}
        for server in self.rounds(servers, "memory", count):
            with Running(server, self.core) as running:
                self.generate("burst", running, 1)  # what only the first connection needs
                before = running.memory()
                used = self.idle(running) - before
            samples[server.name].append({"bytes": used / self.connections})
        return samples

    def idle(self, running: Running) -> int:
        """The server's memory while the idle connections are there."""
        command = [self.load, "idle", str(running.port), str(self.connections)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as load:
            assert load.stdin is not None and load.stdout is not None
            if load.stdout.readline() != "connected\n":
                raise SystemExit(f"the idle connections to {running.name} failed")
            try:
                return running.memory()
            finally:
                load.stdin.close()

    def burst(self, servers: list[Server], count: int) -> report.Samples:
        samples: report.Samples = {server.name: [] for server in servers}
        for server in self.rounds(servers, "burst", count):
            with Running(server, self.core) as running:
                row = self.generate("burst", running, self.connections, t=BURST_SECONDS)
            samples[server.name].append(row)
        return samples


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip())
    parser.add_argument("--rounds", type=int, help="interleaved rounds (9)")
    parser.add_argument("--seconds", type=float, help="measured in each round (2)")
    parser.add_argument("--warmup", type=float, help="seconds before that (0.5)")
    parser.add_argument("--only", nargs="+", metavar="PART", help="scenarios, memory, burst")
    parser.add_argument(
        "--server", "--servers", nargs="+", metavar="PART", help="servers with such names"
    )
    parser.add_argument("--pypy", metavar="PYTHON", help="a PyPy that has netuv")
    parser.add_argument("--quick", action="store_true", help="3 rounds of 0.5 s: a look, no more")
    quick = parser.parse_known_args()[0].quick
    rounds, seconds, warmup = (3, 0.5, 0.2) if quick else (9, 2, 0.5)
    parser.set_defaults(rounds=rounds, seconds=seconds, warmup=warmup)
    options = parser.parse_args()
    if options.rounds < 1 or options.seconds <= 0 or options.warmup < 0:
        parser.error("--rounds and --seconds are positive")
    return options


def chosen(parts: list[str] | None, name: str) -> bool:
    """Names are compared without their spaces, and x may stand for ×."""
    plain = name.lower().replace(" ", "").replace("×", "x")
    wanted = [part.lower().replace(" ", "").replace("×", "x") for part in parts or [""]]
    return any(part in plain for part in wanted)


def machine() -> str:
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line]
    processor = names[0] if names else platform.machine()
    return f"{processor}, {len(os.sched_getaffinity(0))} cores, Linux {platform.release()}"


def choose(servers: list[Server], parts: list[str] | None) -> list[Server]:
    """Those asked for, told with their versions."""
    found = [server for server in servers if chosen(parts, server.name)]
    for server in found:
        print(f"{server.name}: {server.version}")
    return found


class Report:
    """Prints each table as soon as it is there; keeps all samples in a file."""

    def __init__(self, bench: Bench) -> None:
        self.results: dict[str, Any] = {
            "machine": machine(),
            "seconds": bench.seconds,
            "warmup": bench.warmup,
            "connections": bench.connections,
            "echo": {},
        }

    def show(self, title: str, table: str) -> None:
        print(f"\n### {title}\n\n{table}", flush=True)
        self._write("results.json", json.dumps(self.results, indent=1))

    def add(self, part: str, title: str, samples: report.Samples, table: str) -> None:
        self.results[part] = samples
        self.show(title, table)

    def echo(self, name: str, samples: report.Samples, bases: tuple[str, ...]) -> None:
        self.results["echo"][name] = samples
        self.show(name, report.echo_table(samples, bases))
        self._write("echo.svg", report.picture(self.results["echo"]))

    def _write(self, name: str, text: str) -> None:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / name).write_text(text, encoding="utf-8")


def main() -> None:
    options = parse()
    print(f"Machine: {machine()}")
    if os.getloadavg()[0] > 1:
        say(f"This machine is busy (load {os.getloadavg()[0]:.1f}): the figures will wander")
    bench = Bench(options.seconds, options.warmup)
    told = Report(bench)
    alone = [one for one in SCENARIOS if chosen(options.only, one.name)]
    hosted = [one for one in HOSTED_SCENARIOS if chosen(options.only, one.name)]
    others = [part for part in ("memory", "burst") if chosen(options.only, part)]
    if alone or others:
        servers = choose(find_servers(options.pypy), options.server)
        compare(bench, servers, alone, told, report.BASES, options.rounds)
        if servers and "memory" in others:
            compare_memory(bench, servers, told, options.rounds)
        if servers and "burst" in others:
            compare_bursts(bench, servers, told, options.rounds)
    if hosted:
        servers = choose(find_hosted_servers(), options.server)
        compare(bench, servers, hosted, told, report.HOSTED_BASES, options.rounds)


def compare(
    bench: Bench,
    servers: list[Server],
    scenarios: list[Scenario],
    told: Report,
    bases: tuple[str, ...],
    rounds: int,
) -> None:
    """Echo, in each of the scenarios; the ratios are those to ``bases``."""
    for scenario in scenarios if servers else ():
        told.echo(scenario.name, bench.echo(servers, scenario, rounds), bases)


def compare_memory(bench: Bench, servers: list[Server], told: Report, rounds: int) -> None:
    samples = bench.memory(servers, min(rounds, MEMORY_ROUNDS))
    title = f"Memory of an idle accepted connection, of {bench.connections}"
    told.add("memory", title, samples, report.memory_table(samples))


def compare_bursts(bench: Bench, servers: list[Server], told: Report, rounds: int) -> None:
    samples = bench.burst(servers, min(rounds, BURST_ROUNDS))
    title = f"A burst of {bench.connections} connects"
    told.add("burst", title, samples, report.burst_table(samples))


if __name__ == "__main__":
    main()
