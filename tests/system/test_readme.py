"""Every Python example of the README runs as it is written."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys

import pytest
from support.programs import ROOT, child_environment

README = ROOT / "README.md"
BLOCKS: list[str] = re.findall(r"^```python\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
SERVICES = [block for block in BLOCKS if "SIGTERM" in block]  # they run until they get one
CLIENTS = [block for block in BLOCKS if '"PORT"' in block and block not in SERVICES]
EXAMPLES = [block for block in BLOCKS if block not in SERVICES + CLIENTS]
TIMEOUT = 30  # seconds


def run_block(block: str, **environment: str) -> str:
    """What a block prints; it must succeed and write no errors."""
    result = subprocess.run(
        [sys.executable, "-c", block],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        env=child_environment(**environment),
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def test_the_readme_has_examples_a_service_and_its_client() -> None:
    assert EXAMPLES
    assert (len(SERVICES), len(CLIENTS)) == (1, 1)


@pytest.mark.parametrize(
    "block", EXAMPLES, ids=[f"example_{n}" for n in range(1, len(EXAMPLES) + 1)]
)
def test_an_example_of_the_readme_runs_as_it_is_written(block: str) -> None:
    run_block(block)


def test_the_service_answers_its_client_and_ends_its_connections_at_sigterm() -> None:
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICES[0]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment(PORT="0"),
    )
    try:
        assert service.stdout is not None
        port = service.stdout.readline().removeprefix("listening on port ").strip()
        assert run_block(CLIENTS[0], PORT=port) == "HELLO\nWORLD\n"
        with socket.create_connection(("127.0.0.1", int(port)), TIMEOUT) as peer:
            answers = peer.makefile("rb")
            peer.sendall(b"still here\n")
            assert answers.readline() == b"STILL HERE\n"
            service.send_signal(signal.SIGTERM)
            assert answers.readline() == b""
            answers.close()
        output, errors = service.communicate(timeout=TIMEOUT)
    finally:
        service.kill()
        service.communicate()
    assert (service.returncode, errors) == (0, "")
    # Perhaps the first client's connection was not quite over.
    assert re.fullmatch(r"connections ended: [12] reset: 0\n", output)
