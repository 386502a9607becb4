"""Counts the instructions of a server for one echoed message, without the kernel's: no noise.

Lock step, under valgrind. Two runs of different length, and the difference between them
divided by the messages in it: what starting and ending costs is not counted. With one
connection every message pays for a turn of the loop; 50 connections share it.
Node is left out: valgrind does not run its compiler well.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from servers import Server, compile_c, find_hosted_servers, find_servers, say

START_SECONDS = 120
CONNECTIONS = (1, 50)
WARMUP = 2000  # messages: caches, specialised bytecode, garbage collections


def port_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    word, _, port = process.stdout.readline().partition(" ")
    watchdog.cancel()
    if word != "PORT":
        raise SystemExit("the server did not start under valgrind")
    return port.strip()


def instructions(server: Server, load: str, connections: int, size: int, count: int) -> int:
    """All of one run that echoes so many messages."""
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory, "log")
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={directory}/out"]
        command += [f"--log-file={log}", *server.command]
        environment = {**os.environ, **server.environment, "PYTHONHASHSEED": "0"}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                echo = [load, "echo", port_of(process), str(connections)]
                echo += ["-s", str(size), "-n", str(count), "-t", "300"]
                subprocess.run(echo, check=True, stdout=subprocess.DEVNULL)
            finally:
                process.terminate()
            process.wait(60)
        found = re.search(r"Collected : (\d+)", log.read_text())
    if not found:
        raise SystemExit(f"valgrind counted nothing of {server.name}")
    return int(found.group(1))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=1024, help="bytes of a message (1024)")
    parser.add_argument("--count", type=int, default=2000, help="messages that are counted (2000)")
    parser.add_argument("--server", nargs="+", metavar="PART", help="servers with such names")
    parser.add_argument("--hosted", action="store_true", help="the servers inside asyncio")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not installed")
    load = compile_c("load")
    print(f"{'instructions/message':20} {' '.join(f'{n:7} c.' for n in CONNECTIONS)}", flush=True)
    for server in find_hosted_servers() if options.hosted else find_servers(None):
        wanted = any(part.lower() in server.name.lower() for part in options.server or [""])
        if not wanted or server.name in ("Node", "netuv, PyPy"):
            continue
        cells = []
        for connections in CONNECTIONS:
            say(f"counting: {server.name}, {connections} connections")
            short, long = (
                instructions(server, load, connections, options.size, count)
                for count in (WARMUP, WARMUP + options.count)
            )
            cells.append(f"{(long - short) / options.count:10,.0f}")
        print(f"{server.name:20} {' '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
