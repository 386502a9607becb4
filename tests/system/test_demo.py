"""``python -m netuv demo``, as a person or ``make demo`` runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading

import pytest
from support.programs import child_environment

TIMEOUT = 60.0


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        env=child_environment(),
        check=False,
    )


@pytest.fixture(scope="module")
def demo() -> subprocess.CompletedProcess[str]:
    """A run of the demo, with its output caught in a pipe."""
    return run_python("-m", "netuv", "demo", "--size", "8")


def test_the_demo_succeeds_and_complains_of_nothing(
    demo: subprocess.CompletedProcess[str],
) -> None:
    assert (demo.returncode, demo.stderr) == (0, "")


def test_the_demo_shows_the_manuals_conversation(demo: subprocess.CompletedProcess[str]) -> None:
    conversation = demo.stdout.split("random data")[0]
    for line in (
        "client: connected to server!",
        "server: client connected",
        "client: received 'hello'",
        "client: received 'world!'",
        "server: client disconnected",
        "client: disconnected from server",
    ):
        assert conversation.count(line) == 1


def test_the_demo_compares_the_data_over_tcp_and_over_a_unix_socket(
    demo: subprocess.CompletedProcess[str],
) -> None:
    _, tcp, unix = demo.stdout.split("8 MiB of random data through that server, ")
    for part, name in ((tcp, "over TCP"), (unix, "over a Unix socket")):
        assert part.startswith(name)
        assert re.search(r"SHA-256 [0-9a-f]{64}, sent and received alike", part)
        assert re.search(r"8 MiB there and back in [0-9.]+ s: [0-9]+ MB/s", part)


def test_the_demo_prints_few_progress_lines_into_a_pipe(
    demo: subprocess.CompletedProcess[str],
) -> None:
    assert "\r" not in demo.stdout
    assert re.findall(r"^  ([0-9]+) %$", demo.stdout, re.M) == ["25", "50", "75", "100"] * 2


def test_the_demo_draws_a_bar_on_a_terminal() -> None:
    master, terminal = os.openpty()
    output = b""

    def read() -> None:
        nonlocal output
        try:
            while True:
                output += os.read(master, 65536)
        except OSError:
            pass  # Linux ends a terminal that nobody has open any more with an error

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        status = subprocess.run(
            [sys.executable, "-m", "netuv", "demo", "--size", "2"],
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            timeout=TIMEOUT,
            env=child_environment(),
            check=False,
        ).returncode
    finally:
        os.close(terminal)
        reader.join(TIMEOUT)
        os.close(master)
    assert status == 0
    assert output.count(b"\r  [" + b"#" * 40 + b"] 100 %") == 2


def test_a_server_that_damages_the_data_fails_the_demo_with_one_line() -> None:
    assert_demo_fails("lambda data: c.write(data[:-1] + b'?')", "data damaged")


def test_a_server_that_loses_data_fails_the_demo_with_one_line() -> None:
    assert_demo_fails("lambda data: c.write(data[:-1])", "bytes came back of 1048576 sent")


def assert_demo_fails(on_data: str, words: str) -> None:
    """The demo, with this in place of the echo, says ``words`` and exits with status 1."""
    program = f"""
import sys
from netuv import __main__
from netuv._cli import demo

def listener(c):
    c.write(b"hello\\r\\n")
    c.on("data", {on_data})

demo.manual_listener = listener
sys.exit(__main__.main(["demo", "--size", "1"]))
"""
    result = run_python("-c", program)
    assert result.returncode == 1
    assert re.fullmatch(rf"netuv: [^\n]*{re.escape(words)}[^\n]*\n", result.stderr), result.stderr


@pytest.mark.parametrize("size", ["0", "-1", "many", "1.5"])
def test_a_size_that_is_no_whole_number_is_one_clear_line(size: str) -> None:
    result = run_python("-m", "netuv", "demo", f"--size={size}")
    assert result.returncode == 2
    assert re.fullmatch(r"netuv: [^\n]*no whole number[^\n]*\n", result.stderr)
