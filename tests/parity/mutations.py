"""Shows that the scenarios can fail: deliberate breaks, and which scenario each turns red.

    python tests/parity/mutations.py [--all] [PART ...]

Applies each break to a copy of the package and runs the scenarios (those whose names contain a
PART; all by default) that no earlier break has turned red; ``--all`` runs all of them for every
break. Ends with the scenarios that nothing turned red, and status 1 if there are any or if a
break no longer fits the code. Not part of ``make test``: it takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(1, str(HERE.parent.parent))

import netuv  # noqa: E402
from parity import harness  # noqa: E402


class Break(NamedTuple):
    """In ``file``, ``new`` in place of ``old``, which must be there once."""

    file: str
    old: str
    new: str


BREAKS = (
    # the end of a stream
    Break("_readable.py", "        self._r |= END_EMITTED\n", "        self._r |= ENDED\n"),
    Break("_lifecycle.py", 'self.emit("close")', 'self.emit("closed")'),
    Break("_socket.py", 'self.emit("close", had_error)', 'self.emit("close", not had_error)'),
    Break("_writable.py", '        self.emit("finish")\n', '        self.emit("finished")\n'),
    Break("_writable.py", 'self.emit("prefinish")', "pass"),
    Break("_socket.py", "        self._state |= RESETTING\n", "        self._state |= 0\n"),
    Break("_socket.py", "            self._state |= PEER_ENDED\n", "            pass\n"),
    Break("_socket.py", "        Duplex._end_readable(self)\n", "        pass\n"),
    Break(
        "_lifecycle.py",
        "            self._emit_error(error)\n        finally:",
        "            pass\n        finally:",
    ),
    # connecting
    Break(
        "_socket.py",
        '            self.emit("connect")\n            self.emit("ready")\n',
        '            self.emit("ready")\n            self.emit("connect")\n',
    ),
    Break(
        "_connect.py",
        'self.socket.emit("lookup", error, address, family, self.wanted.host)',
        "pass",
    ),
    Break(
        "_connect.py", '    return describe(error, "connect"', '    return describe(error, "open"'
    ),
    Break("_socket_state.py", 'return "opening"', 'return "open"'),
    Break("_connect_options.py", '"ERR_MISSING_ARGS"', '"ERR_MISSING"'),
    Break("_options.py", '"ERR_SOCKET_BAD_PORT"', '"ERR_BAD_PORT"'),
    # servers
    Break("_server.py", 'self.emit("listening")', "pass"),
    Break(
        "_server.py",
        'self.emit("connection", socket)',
        'self._loop.next_tick(self.emit, "connection", socket)',
    ),
    Break("_server.py", 'self._loop.next_tick(self.emit, "close")', 'self.emit("close")'),
    Break("_server.py", 'self.emit("drop", info)', "pass"),
    Break("_server.py", '"ERR_SERVER_ALREADY_LISTEN"', '"ERR_SERVER_LISTENS"'),
    Break(
        "_server.py",
        'self._loop.next_tick(self.emit, "error", error)',
        'self._loop.set_immediate(self.emit, "error", error)',
    ),
    Break(
        "_server.py",
        "self._loop.next_tick(callback, None, self._connections)",
        "callback(None, self._connections + 1)",
    ),
    Break("_server.py", "        self._referenced = False\n", "        self._referenced = True\n"),
    # the order of things
    Break(
        "_loop.py",
        "        self._ticks.append((callback, args))\n",
        "        self._ticks.appendleft((callback, args))\n",
    ),
    Break("_loop.py", "self._closing_now.pop()()", "self._closing_now.pop(0)()"),
    Break(
        "_loop.py",
        "callback = self._immediates_now.popleft()",
        "callback = self._immediates_now.pop()",
    ),
    Break(
        "_loop.py",
        "            owner._on_timer()\n            if self._ticks:\n",
        "            owner._on_timer()\n            if False:\n",
    ),
    Break(
        "_loop.py",
        "    return int(delay) if delay >= 1 else 1\n",
        "    return int(delay) + 40 if delay >= 1 else 40\n",
    ),
    # events
    Break(
        "_events.py",
        "            listener(*args)\n",
        "            self._loop_ = listener(*args)\n            break\n",
    ),
    # writing and reading
    Break(
        "_writable.py",
        "            entry.callback(error)\n",
        "            entry.callback(error or 1)\n",
    ),
    Break("_writable.py", '"ERR_STREAM_WRITE_AFTER_END"', '"ERR_STREAM_ENDED"'),
    Break("_writable.py", '                self.emit("drain")\n', "                pass\n"),
    Break("_readable.py", '            self.emit("readable")\n', "            pass\n"),
    Break(
        "_readable.py",
        '            self.emit("data", chunk)\n',
        '            self.emit("data", chunk[:1])\n',
    ),
    Break(
        "_socket_state.py",
        "            return count + waiting\n",
        "            return count + waiting + 1\n",
    ),
    Break("_socket.py", 'self.emit("timeout")', "pass"),
)


class Red(NamedTuple):
    """What one break did."""

    broken: Break
    fits: bool
    scenarios: list[str]


def broken_copy(broken: Break, directory: Path) -> bool:
    """A copy of the package with the break in it; False if it does not fit."""
    package = Path(netuv.__file__).parent
    shutil.copytree(package, directory / "netuv", ignore=shutil.ignore_patterns("__pycache__"))
    path = directory / "netuv" / broken.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(broken.old, broken.new), encoding="utf-8")
    return text.count(broken.old) == 1


def is_red(name: str, directory: Path) -> bool:
    try:
        ours = harness.netuv_trace(name, PYTHONPATH=str(directory))
    except Exception:  # it hangs, say
        return True
    return ours != harness.expected_trace(name)


def try_break(broken: Break, names: list[str], jobs: int) -> Red:
    with tempfile.TemporaryDirectory(prefix="nuv") as text:
        directory = Path(text)
        if not broken_copy(broken, directory):
            return Red(broken, False, [])
        with ThreadPoolExecutor(jobs) as pool:
            reds = pool.map(lambda name: is_red(name, directory), names)
            return Red(broken, True, [name for name, red in zip(names, reds) if red])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every scenario for every break")
    parser.add_argument("part", nargs="*", help="only scenarios with such names")
    options = parser.parse_args()
    harness.SECONDS = 10
    jobs = len(os.sched_getaffinity(0))
    names = [n for n in harness.SCENARIOS if any(part in n for part in options.part or [""])]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(harness.node_trace, names))
    green, stale = list(names), 0
    for broken in BREAKS:
        red = try_break(broken, names if options.all else green, jobs)
        stale += not red.fits
        what = f"{len(red.scenarios)} red" if red.fits else "DOES NOT FIT"
        print(f"{broken.file}: {broken.new.strip().splitlines()[0][:60]!r}: {what}", flush=True)
        for name in red.scenarios:
            print(f"    {name}")
        green = [name for name in green if name not in red.scenarios]
    print(f"{len(names) - len(green)} of {len(names)} seen red; never: {' '.join(green) or 'none'}")
    return 1 if green or stale else 0


if __name__ == "__main__":
    sys.exit(main())
