"""Measures netuv beside bare C libuv, uvloop, asyncio and Node: see README.md for the method.

python benchmarks/run.py [--rounds 9] [--seconds 1.5] [--only NAME …] [--servers NAME …] [--quick]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
RESULTS = HERE / "results"
IDLE_CONNECTIONS = 8000
BURST_CONNECTIONS = 8000
BURST_ROUNDS = 5


class Scenario(NamedTuple):
    """Echo in lock step: so many connections, messages of so many bytes."""

    name: str
    connections: int
    size: int


class Server(NamedTuple):
    """A peer: what starts it, and what to add to its environment."""

    name: str
    command: list[str]
    environment: dict[str, str]


class Sample(NamedTuple):
    """One round of one server."""

    rps: float
    cpu: float  # microseconds of the server's CPU time per request
    p50: float
    p99: float


SCENARIOS = [
    Scenario("50 × 1 KiB", 50, 1024),
    Scenario("1000 × 128 B", 1000, 128),
    Scenario("50 × 64 KiB", 50, 65536),
    Scenario("1 × 1 KiB", 1, 1024),
]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def compile_c(name: str, *arguments: str) -> str:
    BUILD.mkdir(exist_ok=True)
    target = BUILD / name
    source = HERE / "c" / f"{name}.c"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        command = ["cc", "-O2", "-std=gnu11", str(source), "-o", str(target), *arguments]
        subprocess.run(command, check=True)
    return str(target)


def libuv_flags() -> list[str]:
    command = ["pkg-config", "--cflags", "--libs", "libuv"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return ["-luv"]


def find_servers(pypy: str | None) -> list[Server]:
    """The peers that are here; says why one is not."""

    def peer(name: str) -> list[str]:
        return [sys.executable, str(HERE / "peers" / f"{name}_echo.py")]

    servers = [
        Server("C libuv", [compile_c("echo_uv", *libuv_flags())], {}),
        Server("netuv, C lane", peer("netuv"), {"NETUV_LANE": "c"}),
        Server("netuv, Python lane", peer("netuv"), {"NETUV_LANE": "python"}),
        Server("asyncio", peer("asyncio"), {}),
    ]
    if has_module(sys.executable, "uvloop"):
        servers.insert(3, Server("uvloop", peer("uvloop"), {}))
    else:
        say("uvloop is left out: not installed")
    if shutil.which("node"):
        servers.append(Server("Node", ["node", str(HERE / "peers" / "node_echo.js")], {}))
    else:
        say("Node is left out: not installed")
    if pypy and has_module(pypy, "netuv"):
        command = [pypy, str(HERE / "peers" / "netuv_echo.py")]
        servers.insert(3, Server("netuv, PyPy", command, {"NETUV_LANE": "python"}))
    else:
        say("PyPy is left out: give --pypy an interpreter that has netuv")
    return servers


def has_module(python: str, name: str) -> bool:
    command = [python, "-c", f"import {name}"]
    return subprocess.run(command, capture_output=True).returncode == 0


class Running:
    """A server that runs, pinned to one core."""

    def __init__(self, server: Server, core: int) -> None:
        self.process = subprocess.Popen(
            server.command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **server.environment},
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().split()
        if len(line) != 2:
            raise SystemExit(f"{server.name} did not start")
        self.port = line[1]

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def cpu(self) -> float:
        """Seconds of CPU time of all its threads, from the scheduler."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def memory(self) -> int:
        """Bytes of resident memory."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
        raise SystemExit("no VmRSS")


def start_load(load: str, cores: set[int], *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [load, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )


def measure(load: str, server: Server, scenario: Scenario, seconds: float) -> Sample:
    server_core, load_cores = split_cores()
    with Running(server, server_core) as running:
        arguments = ("echo", running.port, scenario.connections, scenario.size, seconds)
        process = start_load(load, load_cores, *arguments)
        assert process.stdout is not None
        if process.stdout.readline() != "begin\n":
            raise SystemExit(f"the load on {server.name} failed")
        before = running.cpu()
        line = process.stdout.readline()
        used = running.cpu() - before
        process.wait()
    result = json.loads(line)
    if result["bad"] or not result["requests"]:
        raise SystemExit(f"{server.name} answered wrongly: {line}")
    requests = result["requests"]
    return Sample(requests / result["seconds"], used / requests * 1e6, result["p50"], result["p99"])


def split_cores() -> tuple[int, set[int]]:
    cores = sorted(os.sched_getaffinity(0))
    return cores[-1], set(cores[:1])


def run_scenario(
    load: str, servers: list[Server], scenario: Scenario, rounds: int, seconds: float
) -> dict[str, list[Sample]]:
    samples: dict[str, list[Sample]] = {server.name: [] for server in servers}
    for number in range(rounds):
        say(f"{scenario.name}: round {number + 1} of {rounds}")
        shift = number % len(servers)
        for server in servers[shift:] + servers[:shift]:
            samples[server.name].append(measure(load, server, scenario, seconds))
    return samples


def ratio(samples: dict[str, list[Sample]], name: str, base: str) -> tuple[float, ...] | None:
    """Median, lowest and highest of the rounds' ratios of CPU per request."""
    if base not in samples:
        return None
    pairs = zip(samples[name], samples[base])
    ratios = [one.cpu / other.cpu for one, other in pairs]
    return statistics.median(ratios), min(ratios), max(ratios)


def report_scenario(scenario: Scenario, samples: dict[str, list[Sample]]) -> None:
    print(f"\n### {scenario.name}\n")
    print(
        "| server | requests/s | CPU µs/request | p50 µs | p99 µs | of C (lowest–highest) |"
        " of uvloop | of Node |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, rounds in samples.items():
        medians = [statistics.median(column) for column in zip(*rounds)]
        of_c = ratio(samples, name, "C libuv")
        cells = [
            f"{medians[0]:,.0f}",
            f"{medians[1]:.2f}",
            f"{medians[2]:.0f}",
            f"{medians[3]:.0f}",
        ]
        cells.append(f"{of_c[0]:.2f} ({of_c[1]:.2f}–{of_c[2]:.2f})" if of_c else "")
        for base in ("uvloop", "Node"):
            of_base = ratio(samples, name, base)
            cells.append(f"{of_base[0]:.2f}" if of_base else "")
        print(f"| {name} | {' | '.join(cells)} |")


def draw(results: dict[str, dict[str, list[Sample]]]) -> Path:
    """The comparison as a picture: CPU per request, a bar per server."""
    rows: list[str] = []
    y = 30
    for scenario, samples in results.items():
        rows.append(f'<text x="10" y="{y}" font-weight="bold">{scenario}, server CPU</text>')
        medians = {name: statistics.median(s.cpu for s in all_) for name, all_ in samples.items()}
        longest = max(medians.values())
        for name, cpu in medians.items():
            y += 20
            width = 400 * cpu / longest
            color = "#2a7" if name.startswith("netuv") else "#999"
            rows.append(f'<text x="10" y="{y + 11}">{name}</text>')
            rows.append(f'<rect x="150" y="{y}" width="{width:.0f}" height="14" fill="{color}"/>')
            rows.append(f'<text x="{155 + width:.0f}" y="{y + 11}">{cpu:.2f} µs</text>')
        y += 45
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{y}" '
    head += 'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
    path = RESULTS / "echo.svg"
    path.write_text("\n".join([head, *rows, "</svg>\n"]), encoding="utf-8")
    return path


def measure_memory(load: str, servers: list[Server]) -> None:
    print(f"\n### Resident memory of an idle accepted connection ({IDLE_CONNECTIONS} of them)\n")
    print("| server | bytes |")
    print("| --- | --- |")
    server_core, load_cores = split_cores()
    for server in servers:
        say(f"memory: {server.name}")
        with Running(server, server_core) as running:
            settle(running)
            before = running.memory()
            process = start_load(load, load_cores, "idle", running.port, IDLE_CONNECTIONS)
            assert process.stdout is not None and process.stdin is not None
            if process.stdout.readline() != "connected\n":
                raise SystemExit("the idle connections failed")
            settle(running)
            used = (running.memory() - before) / IDLE_CONNECTIONS
            process.stdin.close()
            process.wait()
        print(f"| {server.name} | {used:,.0f} |", flush=True)


def settle(running: Running) -> None:
    """Waits until the server has nothing to do."""
    while True:
        before = running.cpu()
        time.sleep(0.2)
        if running.cpu() - before < 0.002:
            return


def measure_burst(load: str, servers: list[Server]) -> None:
    print(f"\n### A burst of {BURST_CONNECTIONS} connects (median of {BURST_ROUNDS})\n")
    print("| server | served | refused or reset | seconds | CPU s of the server |")
    print("| --- | --- | --- | --- | --- |")
    server_core, load_cores = split_cores()
    for server in servers:
        say(f"burst: {server.name}")
        rows = []
        for _ in range(BURST_ROUNDS):
            with Running(server, server_core) as running:
                before = running.cpu()
                process = start_load(load, load_cores, "burst", running.port, BURST_CONNECTIONS)
                result = json.loads(process.communicate()[0])
                used = running.cpu() - before
            failed = result["failed"] + result["unanswered"]
            rows.append((result["served"], failed, result["seconds"], used))
        columns = [statistics.median(column) for column in zip(*rows)]
        print(
            f"| {server.name} | {columns[0]:.0f} | {max(row[1] for row in rows)} "
            f"| {columns[2]:.2f} | {columns[3]:.2f} |",
            flush=True,
        )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9, help="interleaved rounds (9)")
    parser.add_argument("--seconds", type=float, default=1.5, help="measured per round (1.5)")
    parser.add_argument(
        "--only", nargs="*", help="scenarios that contain one of these, memory, burst"
    )
    parser.add_argument("--servers", nargs="*", help="servers whose names contain one of these")
    parser.add_argument("--pypy", help="a PyPy that has netuv")
    parser.add_argument(
        "--quick", action="store_true", help="3 rounds of 0.5 s: no figures to quote"
    )
    return parser.parse_args()


def main() -> None:
    options = parse()
    if options.quick:
        options.rounds, options.seconds = 3, 0.5
    load = compile_c("load")
    RESULTS.mkdir(exist_ok=True)
    servers = [
        server
        for server in find_servers(options.pypy)
        if not options.servers or any(part in server.name for part in options.servers)
    ]

    def wanted(name: str) -> bool:
        return not options.only or any(part in name for part in options.only)

    results: dict[str, dict[str, list[Sample]]] = {}
    for scenario in SCENARIOS:
        if wanted(scenario.name):
            samples = run_scenario(load, servers, scenario, options.rounds, options.seconds)
            results[scenario.name] = samples
            report_scenario(scenario, samples)
    if results:
        (RESULTS / "echo.json").write_text(json.dumps(results, indent=1))
        print(
            f"\nPicture: {draw(results).relative_to(Path.cwd())}"
            if Path.cwd() in RESULTS.parents
            else f"\nPicture: {draw(results)}"
        )
    if wanted("memory"):
        measure_memory(load, servers)
    if wanted("burst"):
        measure_burst(load, servers)


if __name__ == "__main__":
    main()
