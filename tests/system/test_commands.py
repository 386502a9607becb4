"""The commands echo, connect and proxy, from outside: real programs and sockets talk to them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
from support.peers import HOST, accept, read_all, reset
from support.programs import child_environment, tool

TIMEOUT = 30.0
MIB = 1024 * 1024


# Programs and sockets around the commands


class Program:
    """A running program whose lines can be waited for; it never outlives its ``with`` block."""

    def __init__(self, command: list[str], **options: Any) -> None:
        options = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "env": child_environment(),
            "start_new_session": True,
            **options,
        }
        self.process: subprocess.Popen[bytes] = subprocess.Popen(command, **options)
        self.stdin = self.process.stdin
        self.output = Lines(self.process.stdout)
        self.errors = Lines(self.process.stderr)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # and the processes it has started
        self.process.wait(TIMEOUT)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def listening_at(self) -> str:
        """Where a netuv command says it listens."""
        line = self.output.next()
        assert line.startswith(b"listening on "), line or self.errors.rest()
        return os.fsdecode(line[len(b"listening on ") :].rstrip(b"\n"))

    def listening_port(self) -> int:
        return int(self.listening_at().rpartition(":")[2])

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def finish(self) -> int:
        """Wait until the program ends by itself; its exit status."""
        return self.process.wait(TIMEOUT)


class Lines:
    """The lines of a pipe, read by a thread so that waiting for one can time out."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._lines: queue.Queue[bytes] = queue.Queue()
        if pipe is not None:
            threading.Thread(target=self._read, args=(pipe,), daemon=True).start()

    def _read(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in iter(pipe.readline, b""):
                self._lines.put(line)
        self._lines.put(b"")

    def next(self) -> bytes:
        """The next line, b"" at the end."""
        return self._lines.get(timeout=TIMEOUT)

    def rest(self) -> bytes:
        """Everything up to the end."""
        return b"".join(iter(self.next, b""))


def netuv(*arguments: object, **options: Any) -> Program:
    """``python -m netuv`` running with these arguments."""
    return Program([sys.executable, "-m", "netuv", *map(str, arguments)], **options)


def run_netuv(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """``python -m netuv`` run to its end."""
    options = {"stdin": subprocess.DEVNULL, "env": child_environment(), **options}
    return subprocess.run(
        [sys.executable, "-m", "netuv", *map(str, arguments)],
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
        **options,
    )


def listener(path: str | None = None) -> socket.socket:
    """A plain listening socket, on a free loopback port or at ``path``."""
    sock = socket.socket(socket.AF_INET if path is None else socket.AF_UNIX)
    sock.settimeout(TIMEOUT)
    sock.bind((HOST, 0) if path is None else path)
    sock.listen()
    return sock


def port_of(sock: socket.socket) -> int:
    return int(sock.getsockname()[1])


def dial(where: int | str) -> socket.socket:
    """A plain socket connected to a loopback port or a path."""
    sock = socket.socket(socket.AF_INET if isinstance(where, int) else socket.AF_UNIX)
    sock.settimeout(TIMEOUT)
    sock.connect((HOST, where) if isinstance(where, int) else where)
    return sock


def receive(sock: socket.socket, size: int) -> bytes:
    """Exactly ``size`` bytes, fewer only at the end."""
    data = b""
    while len(data) < size:
        chunk = sock.recv(size - len(data))
        if not chunk:
            break
        data += chunk
    return data


def netcat() -> str:
    """OpenBSD's nc, the one that can say its port and speaks Unix sockets."""
    nc = tool("nc")
    usage = subprocess.run([nc, "-h"], capture_output=True, timeout=TIMEOUT, check=False)
    if b"OpenBSD" not in usage.stderr:
        pytest.skip("nc is not OpenBSD's netcat")
    return nc


# echo


def test_echo_gives_netcat_back_every_byte_it_sends(tmp_path: Path) -> None:
    data = os.urandom(3 * MIB)
    (tmp_path / "data").write_bytes(data)
    nc = netcat()
    with netuv("echo", f"{HOST}:0") as server, open(tmp_path / "data", "rb") as stdin:
        client = subprocess.run(
            [nc, "-N", HOST, str(server.listening_port())],
            stdin=stdin,
            capture_output=True,
            timeout=TIMEOUT,
            env=child_environment(),
            check=True,
        )
    assert client.stdout == data


def test_echo_on_a_path_serves_netcat_over_a_unix_socket(short_path: Path) -> None:
    nc = netcat()
    with netuv("echo", short_path / "s") as server:
        client = subprocess.run(
            [nc, "-N", "-U", server.listening_at()],
            input=b"through a file name\n",
            capture_output=True,
            timeout=TIMEOUT,
            env=child_environment(),
            check=True,
        )
    assert client.stdout == b"through a file name\n"


def test_echo_on_a_port_listens_on_every_address_and_says_so_in_one_line() -> None:
    with netuv("echo", 0) as server:
        where = server.listening_at()
        assert re.fullmatch(r"(\[::\]|0\.0\.0\.0):[1-9][0-9]*", where)
        with dial(int(where.rpartition(":")[2])) as client:
            client.sendall(b"hello")
            assert receive(client, 5) == b"hello"
        server.interrupt()
        server.finish()
        assert server.output.rest() == b""


def test_echo_prints_the_path_it_listens_on(short_path: Path) -> None:
    with netuv("echo", short_path / "s") as server:
        assert server.listening_at() == str(short_path / "s")


def test_echo_serves_on_after_a_client_resets_its_connection() -> None:
    with netuv("echo", f"{HOST}:0") as server:
        port = server.listening_port()
        with dial(port) as client:
            client.sendall(b"x")
            assert receive(client, 1) == b"x"
            reset(client)
        with dial(port) as client:
            client.sendall(b"still there?")
            assert receive(client, 12) == b"still there?"
        server.interrupt()
        server.finish()
        assert server.errors.rest() == b""


def test_ctrl_c_ends_echo_quietly_with_status_130_and_removes_its_path(short_path: Path) -> None:
    with netuv("echo", short_path / "s") as server:
        server.listening_at()
        server.interrupt()
        assert server.finish() == 130
        assert server.errors.rest() == b""
    assert list(short_path.iterdir()) == []


# connect


def test_connect_sends_a_file_to_a_listening_netcat(tmp_path: Path) -> None:
    data = os.urandom(3 * MIB)
    (tmp_path / "data").write_bytes(data)
    nc = netcat()
    with open(tmp_path / "received", "wb") as received, open(tmp_path / "data", "rb") as stdin:
        with Program([nc, "-v", "-l", HOST, "0"], stdout=received) as partner:
            port = int(partner.errors.next().split()[-1])
            client = run_netuv("connect", HOST, port, stdin=stdin)
            assert partner.finish() == 0
    assert (client.returncode, client.stderr) == (0, b"")
    assert (tmp_path / "received").read_bytes() == data


def test_connect_prints_what_a_netcat_on_a_path_sends(short_path: Path) -> None:
    nc = netcat()
    (short_path / "data").write_bytes(b"from the other side\n")
    with open(short_path / "data", "rb") as stdin:
        with Program([nc, "-v", "-N", "-l", "-U", str(short_path / "s")], stdin=stdin) as partner:
            while not partner.errors.next().startswith(b"Listening"):
                pass
            client = run_netuv("connect", short_path / "s")
    assert (client.returncode, client.stdout) == (0, b"from the other side\n")


def test_connect_half_closes_at_the_end_of_a_file_and_still_prints_the_answer(
    tmp_path: Path,
) -> None:
    data = os.urandom(5 * MIB)
    (tmp_path / "data").write_bytes(data)
    with listener() as server, open(tmp_path / "data", "rb") as stdin:
        with netuv("connect", HOST, port_of(server), stdin=stdin) as client:
            with accept(server) as sock:
                digest = hashlib.sha256(read_all(sock)).hexdigest()
                sock.sendall(digest.encode())
            assert client.finish() == 0
            assert client.output.rest() == hashlib.sha256(data).hexdigest().encode()


def test_connect_passes_on_each_line_of_a_pipe_as_it_comes() -> None:
    with listener() as server:
        with netuv("connect", HOST, port_of(server), stdin=subprocess.PIPE) as client:
            assert client.stdin is not None
            with accept(server) as sock:
                for line in (b"one\n", b"two\n"):
                    client.stdin.write(line)
                    client.stdin.flush()
                    assert receive(sock, len(line)) == line
                client.stdin.close()
                assert receive(sock, 1) == b""
            assert client.finish() == 0


def test_connect_reads_a_terminal_until_its_end_of_input() -> None:
    master, terminal = os.openpty()
    try:
        with listener() as server:
            with netuv("connect", HOST, port_of(server), stdin=terminal) as client:
                with accept(server) as sock:
                    os.write(master, b"typed\n\x04")
                    assert read_all(sock) == b"typed\n"
                assert client.finish() == 0
    finally:
        os.close(master)
        os.close(terminal)


def test_connect_exits_when_the_peer_ends_although_its_input_stays_open() -> None:
    with listener() as server:
        with netuv("connect", HOST, port_of(server), stdin=subprocess.PIPE) as client:
            with accept(server) as sock:
                sock.sendall(b"that is all\n")
            assert client.finish() == 0
            assert client.output.rest() == b"that is all\n"
            assert client.errors.rest() == b""


def test_connect_with_a_closed_input_sends_nothing_and_prints_the_answer() -> None:
    close_input = {"stdin": None, "preexec_fn": lambda: os.close(0)}
    with listener() as server:
        with netuv("connect", HOST, port_of(server), **close_input) as client:
            with accept(server) as sock:
                assert read_all(sock) == b""
                sock.sendall(b"answer\n")
            assert client.finish() == 0
            assert client.output.rest() == b"answer\n"


def test_connect_leaves_without_a_word_when_nobody_reads_its_output() -> None:
    reading_end, writing_end = os.pipe()
    with listener() as server:
        with netuv("connect", HOST, port_of(server), stdout=writing_end) as client:
            os.close(writing_end)
            with accept(server) as sock:
                sock.sendall(b"read this line\n")
                assert os.read(reading_end, 100) == b"read this line\n"
                os.close(reading_end)
                sock.sendall(b"and nobody reads this\n")
                assert client.finish() == 1
            assert client.errors.rest() == b""


@pytest.mark.skipif(not os.path.exists("/proc/self/fdinfo/0"), reason="needs Linux's /proc")
def test_connect_stops_reading_a_file_that_the_peer_does_not_take(tmp_path: Path) -> None:
    size = 1 << 30
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(size)
    with listener() as server, open(tmp_path / "sparse", "rb") as stdin:
        with netuv("connect", HOST, port_of(server), stdin=stdin) as client:
            with accept(server):
                position = settled_position(client.process.pid)
    assert 0 < position < size // 8


def settled_position(pid: int) -> int:
    """How far a process has read its standard input, once that has not changed for a while."""
    seen, since = -1, time.monotonic()
    deadline = since + TIMEOUT
    while time.monotonic() < min(deadline, since + 1) or seen <= 0:
        assert time.monotonic() < deadline, "nothing was read"
        info = Path(f"/proc/{pid}/fdinfo/0").read_text()
        position = int(info.split("pos:")[1].split()[0])
        if position != seen:
            seen, since = position, time.monotonic()
        time.sleep(0.01)
    return seen


def test_ctrl_c_ends_connect_quietly_with_status_130() -> None:
    with listener() as server:
        with netuv("connect", HOST, port_of(server), stdin=subprocess.PIPE) as client:
            with accept(server) as sock:
                sock.sendall(b"ready\n")
                assert client.output.next() == b"ready\n"
                client.interrupt()
                assert client.finish() == 130
                assert client.errors.rest() == b""


def test_connect_reports_a_connection_that_the_peer_resets() -> None:
    with listener() as server:
        with netuv("connect", HOST, port_of(server), stdin=subprocess.PIPE) as client:
            with accept(server) as sock:
                sock.sendall(b"ready\n")
                assert client.output.next() == b"ready\n"
                reset(sock)
            assert client.finish() == 1
            assert_one_line(client.errors.rest(), "ECONNRESET")


# proxy


@contextlib.contextmanager
def nginx_serving(directory: Path, config_directory: Path) -> Iterator[int]:
    """A real nginx that serves the files of ``directory``; its loopback port.

    The test binds the port and nginx inherits it, so no other program can take it in between.
    """
    nginx = tool("nginx")
    with listener() as sock:
        port = port_of(sock)
        config = config_directory / "nginx.conf"
        temporary = "".join(
            f"{kind}_temp_path {config_directory}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""
        config.write_text(
            f"{user}daemon off;\npid {config_directory}/pid;\nerror_log stderr;\n"
            f"events {{}}\nhttp {{\naccess_log off;\n{temporary}"
            f"server {{ listen {HOST}:{port}; root {directory}; }}\n}}\n"
        )
        command = [nginx, "-p", str(config_directory), "-c", str(config)]
        environment = child_environment(NGINX=f"{sock.fileno()};")
        with Program(command, env=environment, pass_fds=[sock.fileno()]):
            sock.close()
            yield port


def test_proxy_brings_curl_a_100_mb_file_from_nginx_unchanged(tmp_path: Path) -> None:
    curl = tool("curl")
    tool("nginx")
    files, config = tmp_path / "files", tmp_path / "nginx"
    files.mkdir()
    config.mkdir()
    sent, received = hashlib.sha256(), hashlib.sha256()
    try:
        with open(files / "data", "wb") as file:
            for _ in range(100):
                block = os.urandom(1_000_000)
                sent.update(block)
                file.write(block)
        with nginx_serving(files, config) as port:
            with netuv("proxy", f"{HOST}:0", f"{HOST}:{port}") as relay:
                url = f"http://{HOST}:{relay.listening_port()}/data"
                command = [curl, "--silent", "--show-error", "--fail", "--noproxy", "*"]
                with subprocess.Popen(
                    [*command, "--max-time", "100", url],
                    stdout=subprocess.PIPE,
                    env=child_environment(),
                ) as client:
                    assert client.stdout is not None
                    for chunk in iter(partial(client.stdout.read, MIB), b""):
                        received.update(chunk)
                assert client.returncode == 0
    finally:
        shutil.rmtree(files)
    assert received.hexdigest() == sent.hexdigest()


def test_proxy_relays_from_one_path_to_another(short_path: Path) -> None:
    with listener(str(short_path / "target")) as server:
        with netuv("proxy", short_path / "front", short_path / "target") as relay:
            with dial(relay.listening_at()) as client, accept(server) as target:
                client.sendall(b"ping")
                assert receive(target, 4) == b"ping"
                target.sendall(b"pong")
                assert receive(client, 4) == b"pong"


def test_proxy_passes_the_end_on_and_the_answer_that_comes_after_it() -> None:
    with listener() as server:
        with netuv("proxy", f"{HOST}:0", f"{HOST}:{port_of(server)}") as relay:
            with dial(relay.listening_port()) as client, accept(server) as target:
                client.sendall(b"question")
                client.shutdown(socket.SHUT_WR)
                assert read_all(target) == b"question"
                target.sendall(b"answer")
                target.close()
                assert read_all(client) == b"answer"


def test_proxy_lets_a_client_send_on_after_the_target_has_ended() -> None:
    with listener() as server:
        with netuv("proxy", f"{HOST}:0", f"{HOST}:{port_of(server)}") as relay:
            with dial(relay.listening_port()) as client, accept(server) as target:
                target.shutdown(socket.SHUT_WR)
                assert read_all(client) == b""
                client.sendall(b"late")
                client.close()
                assert read_all(target) == b"late"


def test_proxy_resets_the_client_when_the_target_resets() -> None:
    with listener() as server:
        with netuv("proxy", f"{HOST}:0", f"{HOST}:{port_of(server)}") as relay:
            with dial(relay.listening_port()) as client, accept(server) as target:
                target.sendall(b"half of it")
                assert receive(client, 10) == b"half of it"
                reset(target)
                with pytest.raises(ConnectionResetError):
                    client.recv(1)


def test_proxy_resets_the_target_when_the_client_resets() -> None:
    with listener() as server:
        with netuv("proxy", f"{HOST}:0", f"{HOST}:{port_of(server)}") as relay:
            with dial(relay.listening_port()) as client, accept(server) as target:
                client.sendall(b"half of it")
                assert receive(target, 10) == b"half of it"
                reset(client)
                with pytest.raises(ConnectionResetError):
                    target.recv(1)


def test_proxy_reports_a_refusing_target_drops_the_client_and_serves_on(short_path: Path) -> None:
    with netuv("proxy", f"{HOST}:0", short_path / "target") as relay:
        port = relay.listening_port()
        with contextlib.suppress(ConnectionResetError), dial(port) as client:
            assert client.recv(1) == b""
        assert_one_line(relay.errors.next(), "ENOENT")
        with listener(str(short_path / "target")) as server:
            with dial(port) as client, accept(server) as target:
                target.sendall(b"back again")
                assert receive(client, 10) == b"back again"


def test_ctrl_c_ends_a_busy_proxy_quietly_with_status_130() -> None:
    with listener() as server:
        with netuv("proxy", f"{HOST}:0", f"{HOST}:{port_of(server)}") as relay:
            with dial(relay.listening_port()) as client, accept(server) as target:
                client.sendall(b"x")
                assert receive(target, 1) == b"x"
                relay.interrupt()
                assert relay.finish() == 130
                assert relay.errors.rest() == b""


# Bad input


def assert_one_line(errors: bytes, *words: str) -> None:
    """The command has said one line, and these words are in it."""
    text = errors.decode()
    assert re.fullmatch(r"netuv: [^\n]+\n", text), text
    for word in words:
        assert word in text


def assert_fails(status: int, arguments: list[object], *words: str, **options: Any) -> None:
    """The command exits with ``status`` and says one line on standard error, nothing else."""
    result = run_netuv(*arguments, **options)
    assert_one_line(result.stderr, *words)
    assert result.stdout == b""
    assert result.returncode == status


@pytest.mark.parametrize("command", [["echo"], ["proxy"]], ids=["echo", "proxy"])
def test_a_port_in_use_is_one_clear_line(command: list[object]) -> None:
    with listener() as other:
        where = f"{HOST}:{port_of(other)}"
        target = ["1"] if command == ["proxy"] else []
        assert_fails(1, [*command, where, *target], "EADDRINUSE", "in use", where)


def test_a_path_in_use_is_one_clear_line(short_path: Path) -> None:
    with listener(str(short_path / "s")):
        assert_fails(1, ["echo", short_path / "s"], "EADDRINUSE", "in use", str(short_path / "s"))


def test_a_refused_connection_is_one_clear_line() -> None:
    with socket.socket() as bound_only:
        bound_only.bind((HOST, 0))
        port = port_of(bound_only)
        assert_fails(1, ["connect", HOST, port], "ECONNREFUSED", "refused", f":{port}")


def test_connecting_to_a_path_that_is_not_there_is_one_clear_line(short_path: Path) -> None:
    assert_fails(1, ["connect", short_path / "s"], "ENOENT", "no such file", str(short_path / "s"))


def test_a_host_that_does_not_exist_is_one_clear_line() -> None:
    # A space is in no host name, so no name server is asked.
    assert_fails(1, ["connect", "no such host", 80], "ENOTFOUND", "no such host")


def test_listening_on_a_host_that_does_not_exist_is_one_clear_line() -> None:
    assert_fails(1, ["echo", "no such host:0"], "ENOTFOUND", "no such host")


def test_no_permission_is_one_clear_line(short_path: Path) -> None:
    command = [sys.executable, "-m", "netuv", "echo", str(short_path / "s")]
    if os.geteuid() == 0:  # root may write everywhere, unless it gives that up
        drop = ["--bounding-set=-dac_override", "--inh-caps=-dac_override"]
        command = [tool("setpriv"), *drop, *command]
    os.chmod(short_path, 0o555)
    try:
        result = subprocess.run(
            command, capture_output=True, timeout=TIMEOUT, env=child_environment(), check=False
        )
    finally:
        os.chmod(short_path, 0o755)
    assert_one_line(result.stderr, "EACCES", "permission denied", str(short_path / "s"))
    assert result.returncode == 1


def test_an_input_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    with listener() as server, open(tmp_path / "for writing only", "wb") as stdin:
        where = [HOST, port_of(server)]
        assert_fails(1, ["connect", *where], "cannot read standard input", stdin=stdin)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_an_output_that_cannot_be_written_is_one_clear_line() -> None:
    with open("/dev/full", "wb") as full:
        with netuv("echo", f"{HOST}:0", stdout=full) as server:
            assert server.finish() == 1
            assert_one_line(server.errors.rest(), "cannot write standard output", "no space")


@pytest.mark.parametrize(
    "arguments",
    [
        ["echo", "65536"],
        ["echo", "-1"],
        ["echo", "80.5"],
        ["echo", "127.0.0.1:99999"],
        ["connect", "localhost", "http"],
        ["connect", "localhost", "65536"],
        ["proxy", "0", "localhost:"],
        ["proxy", "123456789012", "80"],
    ],
    ids=" ".join,
)
def test_a_number_that_is_no_port_is_one_clear_line(arguments: list[object]) -> None:
    assert_fails(2, arguments, "is no port")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["serve"],
        ["connect"],
        ["proxy", "0"],
        ["echo", "127.0.0.1"],
        ["echo", ""],
        ["connect", "", "80"],
        ["connect", "localhost:80", "80"],
        ["echo", "0", "surplus"],
    ],
    ids=lambda arguments: " ".join(map(repr, arguments)) or "nothing",
)
def test_arguments_that_make_no_sense_are_one_clear_line(arguments: list[object]) -> None:
    assert_fails(2, arguments)
