"""Sockets that are busy inside asyncio when it stops, closes or falls silent.

Where a thread waits for the descriptor it is left out while turns have events: it must be
there again when they have none, and end with the loop.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket as plain
import threading
from collections.abc import Callable
from typing import Any

import pytest
from support.hosts import Host, Pair
from support.programs import run_program

import netuv


def waiting_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "netuv wait"]


class PingPong:
    """Two sockets that never rest; every tenth chunk calls ``tenth`` in the middle of a turn."""

    def __init__(self, tenth: Callable[[], Any]) -> None:
        self.tenth = tenth
        self.chunks = 0

    async def start(self) -> None:
        self.client, self.served = await Pair().__aenter__()
        for socket in (self.client, self.served):
            socket.on("data", self._answer(socket))
        self.client.write(b"ping")

    def _answer(self, socket: netuv.Socket) -> Callable[[bytes], None]:
        def answer(data: bytes) -> None:
            self.chunks += 1
            socket.write(data)
            if self.chunks % 10 == 0:
                self.tenth()

        return answer


def test_a_host_may_be_stopped_again_and_again_in_the_middle_of_busy_turns(host: Host) -> None:
    loop = host.new_loop()
    pingpong = PingPong(loop.stop)
    loop.run_until_complete(pingpong.start())
    for _ in range(50):
        before = pingpong.chunks
        loop.run_forever()
        assert pingpong.chunks > before
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    assert not waiting_threads()


def test_nothing_happens_after_the_end_in_the_middle_of_busy_turns(
    host: Host, descriptors: Callable[[], set[str]]
) -> None:
    before = descriptors()
    loop = host.new_loop()
    pingpong = PingPong(loop.stop)
    loop.run_until_complete(pingpong.start())
    loop.run_forever()
    loop.run_until_complete(loop.shutdown_asyncgens())  # closes it with a turn scheduled
    chunks = pingpong.chunks
    loop.run_until_complete(asyncio.sleep(0.01))
    assert pingpong.chunks == chunks
    assert not waiting_threads()
    loop.close()
    del loop, pingpong
    gc.collect()
    assert descriptors() == before


def test_a_host_closed_between_busy_turns_leaves_nothing_to_the_next_one(
    host: Host, descriptors: Callable[[], set[str]]
) -> None:
    async def another() -> None:
        async with Pair() as (client, served):
            served.write(b"x")
            assert await client.read_exactly(1) == b"x"

    before = descriptors()
    loop = host.new_loop()
    pingpong = PingPong(loop.stop)
    loop.run_until_complete(pingpong.start())
    loop.run_forever()
    loop.close()
    chunks = pingpong.chunks
    host.run(another())
    assert pingpong.chunks == chunks
    assert not waiting_threads()
    del loop, pingpong
    gc.collect()
    assert descriptors() == before


def test_a_loop_closed_by_hand_between_busy_turns_is_replaced(host: Host) -> None:
    async def main() -> None:
        for _ in range(5):
            tenth = asyncio.Event()
            pingpong = PingPong(tenth.set)
            await pingpong.start()
            await tenth.wait()
            netuv.get_loop().close()
            chunks = pingpong.chunks
            assert not waiting_threads()
            for _ in range(5):
                await asyncio.sleep(0)
            assert pingpong.chunks == chunks

    host.run(main())
    assert host.reported == []


def test_ctrl_c_in_a_busy_turn_comes_out_and_the_turns_go_on(host: Host) -> None:
    def interrupt() -> None:
        if interrupts:
            raise interrupts.pop()
        loop.stop()

    interrupts: list[BaseException] = [KeyboardInterrupt(), SystemExit()]
    loop = host.new_loop()
    pingpong = PingPong(interrupt)
    loop.run_until_complete(pingpong.start())
    for kind in (SystemExit, KeyboardInterrupt):
        with pytest.raises(kind):
            loop.run_forever()
    loop.run_forever()
    assert pingpong.chunks >= 30
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    assert not waiting_threads()


def test_an_exception_in_a_busy_turn_is_reported_and_the_turns_go_on(host: Host) -> None:
    async def main() -> None:
        def fail() -> None:
            if pingpong.chunks >= 100:
                done.set()
            raise KeyError(pingpong.chunks)

        done = asyncio.Event()
        pingpong = PingPong(fail)
        await pingpong.start()
        await done.wait()
        netuv.get_loop().close()

    host.run(main())
    assert [error.args for error in host.errors()][:10] == [(n,) for n in range(10, 101, 10)]


@pytest.mark.parametrize("rounds", [0, 1, 3, 20])
def test_a_byte_after_busy_turns_and_silence_arrives(host: Host, rounds: int) -> None:
    """Whatever the host has done meanwhile: ``rounds`` of its own."""

    async def main() -> None:
        async with Pair() as (client, served):
            fd = plain.socket(fileno=os.dup(served._handle.fileno()))  # past netuv
            with fd:
                for _ in range(10):
                    for _ in range(10):
                        client.write(b"busy")
                        assert await served.read_exactly(4) == b"busy"
                    for _ in range(rounds):
                        await asyncio.sleep(0)
                    fd.send(b"1")
                    assert await client.read_exactly(1) == b"1"

    host.run(main())


def test_a_program_may_end_in_the_middle_of_busy_turns(host: Host) -> None:
    how = "thread" if "thread" in host.name else "reader"
    module = "uvloop" if "uvloop" in host.name else "asyncio"
    program = f"""
import asyncio, os, {module}
os.environ["NETUV_AIO"] = {how!r}
import netuv

def answer(data):
    client.write(data)
    loop.stop()

async def start():
    global client
    server = await netuv.create_server(lambda served: served.pipe(served)).listen(0, "127.0.0.1")
    client = await netuv.connect(server.address().port, "127.0.0.1")
    client.on("data", answer)
    client.write(b"x")

loop = {module}.new_event_loop()
loop.run_until_complete(start())
for _ in range(5):
    loop.run_forever()
"""
    run_program(program)
