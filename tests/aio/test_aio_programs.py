"""Real programs on netuv inside asyncio, with real partners: Redis, curl, wrk."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import signal
import socket as plain
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import h11
import pytest
from support.hosts import HOSTS, Host, until
from support.peers import port_of
from support.programs import child_environment, tool
from system.programs.http_server import TEXT, Answer, Application, HttpServer, status_page
from system.programs.redis_client import Redis, RedisError

import netuv

KB = 1000

# Both ways of watching the descriptor have tests of their own: here it is asyncio and uvloop.
pytestmark = pytest.mark.parametrize(
    "host", [name for name in HOSTS if "thread" not in name], indirect=True
)


# -- Redis -------------------------------------------------------------------------------


class RedisServer:
    """A real redis-server that keeps nothing, on a loopback port and on a Unix socket."""

    def __init__(self, directory: Path) -> None:
        self.path = str(directory / "redis")
        self.command = [tool("redis-server"), "--bind", "127.0.0.1", "--unixsocket", self.path]
        self.command += ["--dir", str(directory), "--save", "", "--appendonly", "no"]
        for _ in range(10):  # somebody else may take the port in between
            if self._started():
                return
        raise AssertionError("redis-server found no free port")

    def _started(self) -> bool:
        with plain.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [*self.command, "--port", str(self.port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=child_environment(),
        )
        assert self.process.stdout is not None
        said = b""
        for line in self.process.stdout:
            said += line
            if b"ready to accept connections" in line.lower():
                return True
        self.stop()
        assert b"in use" in said, said.decode()
        return False

    def stop(self) -> None:
        """Kills it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def redis_server(short_path: Path) -> Iterator[RedisServer]:
    """A fresh one."""
    server = RedisServer(short_path)
    yield server
    server.stop()


def values(count: int) -> list[bytes]:
    """Random bytes of all sizes up to 100 kB; the same each time."""
    source = random.Random(count)
    sizes = [0, 1, 100 * KB, *(int(10 ** source.uniform(0, 5)) for _ in range(count))]
    return [source.randbytes(size) for size in sizes[:count]]


@pytest.mark.parametrize("where", ["port", "path"])
def test_redis_gives_a_thousand_pipelined_values_back(
    host: Host, redis_server: RedisServer, where: str
) -> None:
    sent = values(1000)

    async def main() -> list[Any]:
        async with Redis(getattr(redis_server, where)) as redis:
            stored = await redis.pipeline(("SET", n, value) for n, value in enumerate(sent))
            assert stored == ["OK"] * 1000
            return await redis.pipeline(("GET", n) for n in range(1000))

    assert host.run(main()) == sent
    assert host.reported == []


def test_redis_serves_a_hundred_tasks_over_one_connection(
    host: Host, redis_server: RedisServer
) -> None:
    async def work(redis: Redis, name: str, value: bytes) -> None:
        for n in range(10):
            assert await redis.execute("APPEND", name, value) == len(value) * (n + 1)
        assert await redis.execute("GET", name) == value * 10
        assert await redis.execute("DEL", name) == 1
        assert await redis.execute("GET", name) is None

    async def main() -> None:
        async with Redis(redis_server.path) as redis:
            tasks = (work(redis, f"task{n}", value) for n, value in enumerate(values(100)))
            await asyncio.gather(*tasks)

    host.run(main())
    assert host.reported == []


def test_a_big_pipeline_waits_while_redis_does_not_read(
    host: Host, redis_server: RedisServer
) -> None:
    value = values(3)[2]
    count = 300  # 30 MB: more than the kernel takes for a program that does not read

    async def main() -> None:
        async with Redis(redis_server.port) as redis:
            redis_server.process.send_signal(signal.SIGSTOP)
            sending = asyncio.create_task(redis.pipeline([("SET", n, value) for n in range(count)]))
            room = redis.socket.writable_high_water_mark
            await until(lambda: redis.socket.writable_length > room)
            for _ in range(20):
                await asyncio.sleep(0.001)
                assert room < redis.socket.writable_length <= room + len(value) + 100
                assert not sending.done()
            redis_server.process.send_signal(signal.SIGCONT)
            assert await sending == ["OK"] * count
            assert set(await redis.pipeline(("GET", n) for n in range(count))) == {value}

    host.run(main())
    assert host.reported == []


def test_errors_and_nested_replies_of_redis_keep_their_places(
    host: Host, redis_server: RedisServer
) -> None:
    async def main() -> None:
        async with Redis(redis_server.path) as redis:
            await redis.execute("RPUSH", "list", b"a\r\n", b"", "ü")
            first, refused, last = await asyncio.gather(
                redis.execute("LRANGE", "list", 0, -1),
                redis.execute("INCR", "list"),
                redis.execute("LLEN", "list"),
                return_exceptions=True,
            )
            assert first == [b"a\r\n", b"", "ü".encode()]
            assert isinstance(refused, RedisError)
            assert str(refused).startswith("WRONGTYPE")
            assert last == 3
            commands = [("MULTI",), ("LPOP", "list"), ("LRANGE", "list", 0, -1), ("EXEC",)]
            assert (await redis.pipeline(commands))[-1] == [b"a\r\n", [b"", "ü".encode()]]

    host.run(main())
    assert host.reported == []


def test_a_cancelled_command_does_not_take_the_reply_of_another(
    host: Host, redis_server: RedisServer
) -> None:
    async def main() -> None:
        async with Redis(redis_server.path) as redis:
            blocked = asyncio.create_task(redis.execute("BLPOP", "nothing", 0.05))
            await asyncio.sleep(0)
            after = asyncio.create_task(redis.execute("ECHO", "mine"))
            await asyncio.sleep(0)
            blocked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await blocked
            assert await after == b"mine"

    host.run(main())
    assert host.reported == []


def test_commands_fail_when_redis_dies(host: Host, redis_server: RedisServer) -> None:
    async def main() -> list[Any]:
        async with Redis(redis_server.path) as redis:
            assert await redis.execute("PING") == "PONG"
            waiting = [asyncio.create_task(redis.execute("BLPOP", "nothing", 0)) for _ in range(3)]
            await asyncio.sleep(0)
            redis_server.process.kill()
            results = await asyncio.gather(*waiting, return_exceptions=True)
            with pytest.raises(ConnectionError):
                await redis.execute("PING")
            return results

    assert [isinstance(error, ConnectionError) for error in host.run(main())] == [True] * 3
    assert host.reported == []


# -- HTTP --------------------------------------------------------------------------------


async def application(request: h11.Request, body: bytes) -> Answer:
    """What the tests ask."""
    if request.target == b"/":
        return 200, [TEXT], b"Hello!\n"
    if request.target == b"/echo":
        return 200, [("Content-Type", "application/octet-stream")], body
    if request.target == b"/count":
        return 200, [TEXT], lines(1000)
    if request.target == b"/fails":
        raise ZeroDivisionError
    return status_page(404)


async def lines(count: int) -> AsyncIterator[bytes]:
    """Numbered ones."""
    for n in range(count):
        yield b"line %d\n" % n
        if n % 100 == 0:
            await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def serving(application: Application = application) -> AsyncIterator[tuple[HttpServer, str]]:
    """A server and its address; it shuts down after the block, with no connection reset."""
    http = HttpServer(application)
    async with http.server.listen(0, "127.0.0.1"):
        yield http, f"http://127.0.0.1:{port_of(http.server)}"
        _, reset = await http.stop(10_000)
        assert reset == 0


async def program(*command: str) -> bytes:
    """What a program writes; it must succeed."""
    result = await asyncio.to_thread(
        subprocess.run, command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
        env=child_environment(), check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, b""), result
    return result.stdout


async def curl(*arguments: str) -> bytes:
    """What curl writes."""
    options = ["--silent", "--show-error", "--noproxy", "*", "--max-time", "30"]
    return await program(tool("curl"), *options, *arguments)


def test_curl_gets_three_pages_over_one_connection(host: Host) -> None:
    async def main() -> bytes:
        async with serving() as (http, url):
            written = "%{http_code} %{num_connects}\\n"
            return await curl("--write-out", written, f"{url}/", f"{url}/none", f"{url}/")

    assert host.run(main()) == b"Hello!\n200 1\n404 Not Found\n404 0\nHello!\n200 0\n"
    assert host.reported == []


@pytest.mark.parametrize("how", ["Content-Length", "chunked"])
def test_curl_gets_a_posted_megabyte_back(host: Host, tmp_path: Path, how: str) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(os.urandom(1 << 20))
    headers = ["--header", "Expect:"]
    if how == "chunked":
        headers += ["--header", "Transfer-Encoding: chunked"]

    async def main() -> bytes:
        async with serving() as (http, url):
            return await curl(*headers, "--data-binary", f"@{sent}", f"{url}/echo")

    assert host.run(main()) == sent.read_bytes()
    assert host.reported == []


def test_curl_sends_its_body_when_it_is_told_to_continue(host: Host, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(os.urandom(1 << 20))

    async def main() -> tuple[bytes, bytes]:
        async with serving() as (http, url):
            expect = ["--header", "Expect: 100-continue", "--expect100-timeout", "25"]
            out = ["--dump-header", str(tmp_path / "headers"), "--output", str(tmp_path / "body")]
            await curl(*expect, *out, "--data-binary", f"@{sent}", f"{url}/echo")
            return (tmp_path / "headers").read_bytes(), (tmp_path / "body").read_bytes()

    headers, body = host.run(main())
    assert re.findall(rb"^HTTP/1.1 (\d+)", headers, re.M) == [b"100", b"200"]
    assert body == sent.read_bytes()
    assert host.reported == []


def test_curl_reads_an_answer_in_chunks(host: Host) -> None:
    async def main() -> tuple[bytes, bytes]:
        async with serving() as (http, url):
            return await curl("--include", f"{url}/count"), await curl("--raw", f"{url}/count")

    answer, raw = host.run(main())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower()
    assert body == b"".join(b"line %d\n" % n for n in range(1000))
    assert raw.startswith(b"7\r\nline 0\n\r\n7\r\nline 1\n\r\n")
    assert raw.endswith(b"9\r\nline 999\n\r\n0\r\n\r\n")
    assert host.reported == []


def test_curl_s_head_leaves_the_connection_for_the_next_request(host: Host) -> None:
    async def main() -> bytes:
        async with serving() as (http, url):
            written = ["--write-out", "%{num_connects}\\n"]
            following = ["--next", "--silent", *written, f"{url}/"]
            return await curl("--head", *written, f"{url}/", f"{url}/count", *following)

    first, second, rest = host.run(main()).split(b"\r\n\r\n")
    assert b"content-length: 7" in first.lower()
    assert second.startswith(b"1\nHTTP/1.1 200 ")
    assert b"transfer-encoding: chunked" in second.lower()
    assert rest == b"0\nHello!\n0\n"
    assert host.reported == []


def test_curl_of_http_1_0_reads_until_the_connection_closes(host: Host) -> None:
    async def main() -> bytes:
        async with serving() as (http, url):
            return await curl("--http1.0", "--include", f"{url}/count")

    head, _, body = host.run(main()).partition(b"\r\n\r\n")
    assert b"chunked" not in head.lower()
    assert body == b"".join(b"line %d\n" % n for n in range(1000))
    assert host.reported == []


def test_a_failing_application_is_reported_and_the_connection_goes_on(host: Host) -> None:
    async def main() -> bytes:
        async with serving() as (http, url):
            written = "%{http_code} %{num_connects}\\n"
            return await curl("--write-out", written, f"{url}/fails", f"{url}/")

    assert host.run(main()).endswith(b"500 1\nHello!\n200 0\n")
    assert [type(error) for error in host.errors()] == [ZeroDivisionError]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),  # no Host
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100 * KB, b"431"),
        (b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", b"413"),
    ],
    ids=["no HTTP", "no host", "long header", "long body"],
)
def test_a_bad_request_is_answered_and_closed(host: Host, sent: bytes, status: bytes) -> None:
    async def main() -> bytes:
        async with serving() as (http, url):
            async with netuv.connect(port_of(http.server), "127.0.0.1") as client:
                client.write(sent + b"x" * 9_999_999 * (status == b"413"))
                return b"".join([chunk async for chunk in client])

    answer = host.run(main())
    assert answer.startswith(b"HTTP/1.1 %b " % status)
    assert answer.count(b"HTTP/1.1") == 1
    assert host.reported == []


def test_stopping_finishes_an_answer_and_closes_an_idle_connection(host: Host) -> None:
    async def main() -> bytes:
        half, rest = asyncio.Event(), asyncio.Event()

        async def slowly(request: h11.Request, body: bytes) -> Answer:
            async def pieces() -> AsyncIterator[bytes]:
                yield b"first, "
                half.set()
                await rest.wait()
                yield b"last"

            return (200, [TEXT], pieces()) if request.target == b"/" else status_page(404)

        http = HttpServer(slowly)
        async with http.server.listen(0, "127.0.0.1"):
            port = port_of(http.server)
            idle = await netuv.connect(port, "127.0.0.1")
            idle.write("GET /idle HTTP/1.1\r\nHost: a\r\n\r\n")
            assert await idle.read_line() == b"HTTP/1.1 404 Not Found\r\n"
            await idle.read_until(b"404 Not Found\n")
            answer = asyncio.create_task(curl(f"http://127.0.0.1:{port}/"))
            await half.wait()
            stopped = asyncio.create_task(http.stop(10_000))
            await asyncio.sleep(0)
            assert not stopped.done()
            rest.set()
            assert await idle.read_line() == b""
            ended, reset = await stopped
            assert ended >= 1  # curl may have gone by itself
            assert reset == 0
        return await answer

    assert host.run(main()) == b"first, last"
    assert host.reported == []


def test_wrk_finds_no_error(host: Host) -> None:
    async def main() -> tuple[str, int]:
        async with serving() as (http, url):
            load = ["--threads", "1", "--connections", "20", "--duration", "1s", "--timeout", "30s"]
            return (await program(tool("wrk"), *load, f"{url}/")).decode(), http.answered

    said, answered = host.run(main())
    requests = re.search(r"(\d+) requests in", said)
    assert requests, said
    assert 0 < int(requests[1]) <= answered
    assert "Socket errors" not in said
    assert "Non-2xx" not in said
    assert host.reported == []
