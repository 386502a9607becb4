"""Real programs on netuv inside asyncio, with real partners: Redis."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import socket as plain
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import child_environment
from hosts import HOSTS, Host
from programs.redis_client import Redis, RedisError

KB = 1000

# Both ways of watching the descriptor have tests of their own: here it is asyncio and uvloop.
pytestmark = pytest.mark.parametrize(
    "host", [name for name in HOSTS if "thread" not in name], indirect=True
)


def tool(name: str) -> str:
    """The path of a program; the test is skipped without it."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


async def until(condition: Any) -> None:
    """Waits until ``condition()``."""
    while not condition():
        await asyncio.sleep(0.001)


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
