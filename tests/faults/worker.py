"""Runs scenarios in forked children, each with one call that fails; a process of its own.

Reads jobs from standard input and writes results to standard output, a line of JSON each.
"""

from __future__ import annotations

import ctypes
import errno
import faulthandler
import gc
import importlib
import json
import os
import select
import signal
import sys
import threading
import time
import traceback
import warnings
from typing import Any

from .calls import SHORT
from .ledger import REPORTABLE, Ledger

WARMTH = ("asyncio", "_cffi_backend", "cffi", "socket", "tempfile", "typing", "ctypes.util")


class Interposer:
    """What ``faults.c`` exports, in Python's terms."""

    def __init__(self, path: str) -> None:
        self.library = ctypes.CDLL(path)
        self.library.fault_name.restype = ctypes.c_char_p
        self.library.fault_seen.restype = ctypes.c_int64
        self.library.fault_fired.restype = ctypes.c_int64
        self.library.fault_size.restype = ctypes.c_int64
        self.library.fault_find()
        self.names: list[str] = []
        while (name := self.library.fault_name(len(self.names))) is not None:
            self.names.append(name.decode())

    def arm(self, job: dict[str, Any]) -> None:
        call = self.names.index(job["call"]) if job.get("call") else -1
        numbers = [job.get(name, 0) for name in ("first", "last")]
        self.library.fault_arm(
            call,
            *map(ctypes.c_int64, numbers),
            job.get("error", 0),
            ctypes.c_int64(job.get("limit", 0)),
        )

    def counts(self) -> dict[str, int]:
        seen = [(name, self.library.fault_seen(i)) for i, name in enumerate(self.names)]
        return {name: count for name, count in seen if count}

    def sizes(self, name: str, count: int) -> list[int]:
        """How many bytes each of the first ``count`` calls moved."""
        call = self.names.index(name)
        return [self.library.fault_size(call, ctypes.c_int64(n + 1)) for n in range(count)]

    def caller(self, name: str, number: int) -> str:
        out = ctypes.create_string_buffer(100)
        call = self.names.index(name)
        self.library.fault_caller(call, ctypes.c_int64(number), out, ctypes.c_size_t(len(out)))
        return out.value.decode()


def _scenario(name: str, ledger: Ledger) -> Any:
    """The scenario; its first import of netuv may be what fails, and then the second must not."""
    for _ in range(2):
        try:
            return importlib.import_module("faults.scenarios").SCENARIOS[name]
        except (*REPORTABLE, ImportError) as error:
            ledger.note(f"import: {error!r}")
            ledger.reports.append(f"import: {error!r}")
    return importlib.import_module("faults.scenarios").SCENARIOS[name]


def _open_descriptors() -> dict[str, str]:
    found = {}
    for number in os.listdir("/proc/self/fd"):
        try:
            found[number] = os.readlink(f"/proc/self/fd/{number}")
        except FileNotFoundError:
            continue  # the directory's own
    return found


def _left_open(before: dict[str, str], is_first: bool) -> list[str]:
    """What is open now and was not before. Threads of lookups may need a moment to go."""
    deadline = time.monotonic() + 0.5
    while True:
        gc.collect()
        left = [f"{fd} {what}" for fd, what in _open_descriptors().items() if fd not in before]
        if is_first and len(left) == 2 and all("pipe:" in what for what in left):
            return []  # libuv's own for signals, which it keeps
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.01)


def _run(job: dict[str, Any], interposer: Interposer, ledger: Ledger) -> None:
    before = _open_descriptors()
    interposer.arm(job)
    try:
        _scenario(job["scenario"], ledger)(ledger, job.get("call") or "")
        ledger.judge()
    except BaseException:
        ledger.fail(f"the scenario raised\n{traceback.format_exc()}")
    interposer.library.fault_disarm()
    left = _left_open(before, job["cold"])
    if left:
        ledger.fail(f"descriptors left: {left}")


def _result(job: dict[str, Any], interposer: Interposer, ledger: Ledger) -> dict[str, Any]:
    fired = interposer.library.fault_fired()
    result: dict[str, Any] = {"fired": fired, "failures": ledger.failures, "log": ledger.log}
    if job.get("call"):
        result["caller"] = interposer.caller(job["call"], job["first"])
    else:
        counts = result["counts"] = interposer.counts()
        result["sizes"] = {
            name: interposer.sizes(name, count) for name, count in counts.items() if name in SHORT
        }
    return result


def _may_cost_many(job: dict[str, Any]) -> bool:
    """Out of descriptors, a listener may turn away all who wait; and a fault may last."""
    is_full = job.get("error") in (errno.EMFILE, errno.ENFILE)
    return job.get("last", 0) > job.get("first", 0) or (job.get("call") == "accept4" and is_full)


def _child(
    job: dict[str, Any], interposer: Interposer, answer: int, errors: int, stacks: int
) -> None:
    """Runs one job and ends the process."""
    os.dup2(errors, 2)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.stderr = open(2, "w", buffering=1, closefd=False)
    faulthandler.enable(all_threads=False)
    warnings.simplefilter("error")
    ledger = Ledger()
    ledger.may_cost_many = _may_cost_many(job)

    def reply() -> None:
        os.write(answer, json.dumps(_result(job, interposer, ledger)).encode() + b"\n")

    def late() -> None:
        faulthandler.dump_traceback(stacks, all_threads=True)
        ledger.note("late")
        reply()

    timer = threading.Timer(job["limit_s"] * 0.8, late)
    timer.daemon = True
    timer.start()
    _run(job, interposer, ledger)
    timer.cancel()
    reply()
    sys.stderr.flush()
    os._exit(0)


def _read_until(descriptor: int, deadline: float) -> tuple[bytes, bool]:
    """All that comes until the other end is closed; False where that is too late."""
    data = b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            chunk = os.read(descriptor, 1 << 16)
            if not chunk:
                return data, True
            data += chunk
    return data, False


def _fork(job: dict[str, Any], interposer: Interposer) -> dict[str, Any]:
    """Has a child do the job; what became of both."""
    answers, answer = os.pipe()
    errors = os.memfd_create("errors")
    stacks = os.memfd_create("stacks")
    child = os.fork()
    if child == 0:
        try:
            os.close(answers)
            _child(job, interposer, answer, errors, stacks)
        finally:
            os._exit(98)
    os.close(answer)
    data, ended = _read_until(answers, time.monotonic() + job["limit_s"])
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(answers)
    text = os.pread(errors, 1 << 16, 0).decode(errors="replace")
    if not ended:
        text += os.pread(stacks, 1 << 16, 0).decode(errors="replace")
    os.close(errors)
    os.close(stacks)
    said = data.splitlines()  # the last one counts: who is late may still come to the end
    result = json.loads(said[-1]) if said else {"fired": 1, "failures": [], "log": []}
    result["stderr"] = text
    code = os.waitstatus_to_exitcode(status)
    result["end"] = "hang" if not ended else "ok" if code == 0 else f"exit status {code}"
    if code < 0 and ended:
        result["end"] = signal.Signals(-code).name
    return dict(result)


def main() -> None:
    path, warmth = sys.argv[1:]
    os.environ.pop("LD_PRELOAD", None)
    os.environ["PYTHONWARNINGS"] = ""
    for name in WARMTH:
        importlib.import_module(name)
    if warmth == "warm":
        netuv = importlib.import_module("netuv")
        netuv.Loop().close()  # what libuv makes once and keeps
        importlib.import_module("faults.scenarios")
    interposer = Interposer(path)
    print(json.dumps(interposer.names), flush=True)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        job = {**json.loads(line), "cold": warmth == "cold"}
        print(json.dumps(_fork(job, interposer)), flush=True)


if __name__ == "__main__":
    main()
