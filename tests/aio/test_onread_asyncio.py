"""The option onread inside asyncio."""

from __future__ import annotations

import asyncio
import random
import socket
from typing import Any

from support.hosts import Host
from support.peers import HOST, accept

import netuv


async def onread_pair(raw: socket.socket, onread: Any) -> tuple[netuv.Socket, socket.socket]:
    """A client with onread, connected, and its raw peer."""
    client = await netuv.connect(port=raw.getsockname()[1], host=HOST, onread=onread)
    return client, accept(raw)


def test_all_bytes_come_inside_asyncio(host: Host, raw: socket.socket) -> None:
    payload = random.Random(3).randbytes(1_000_000)
    got = bytearray()
    onread = {"buffer": bytearray(4096), "callback": lambda count, b: got.extend(b[:count])}

    async def main() -> None:
        client, peer = await onread_pair(raw, onread)
        peer.setblocking(False)
        await asyncio.get_running_loop().run_in_executor(None, send, peer)
        if not client.destroyed:
            await netuv.once(client, "close")

    def send(peer: socket.socket) -> None:
        with peer:
            peer.setblocking(True)
            peer.sendall(payload)

    host.run(main())
    assert got == payload
    assert host.reported == []


def test_resume_by_a_task_reads_on(host: Host, raw: socket.socket) -> None:
    got: list[bytes] = []

    def keep(count: int, filled: bytearray) -> bool:
        got.append(bytes(filled[:count]))
        return False

    async def main() -> None:
        client, peer = await onread_pair(raw, {"buffer": bytearray(2), "callback": keep})
        with peer:
            peer.sendall(b"123")
            for expected in ([b"12"], [b"12", b"3"]):
                while got != expected:
                    await asyncio.sleep(0.001)
                client.resume()
        await netuv.once(client, "close")

    host.run(main())
    assert got == [b"12", b"3"]


def test_async_for_has_the_end_alone(host: Host, raw: socket.socket) -> None:
    got: list[Any] = []
    onread = {"buffer": bytearray(8), "callback": lambda count, b: got.append(bytes(b[:count]))}

    async def main() -> None:
        client, peer = await onread_pair(raw, onread)
        with peer:
            peer.sendall(b"bytes")
        async for chunk in client:
            got.append(("chunk", chunk))
        got.append("end")

    host.run(main())
    assert got == [b"bytes", "end"]


def test_an_exception_of_the_callback_goes_to_the_handler(host: Host, raw: socket.socket) -> None:
    got: list[bytes] = []

    def keep(count: int, filled: bytearray) -> None:
        got.append(bytes(filled[:count]))
        raise ZeroDivisionError

    async def main() -> None:
        client, peer = await onread_pair(raw, {"buffer": bytearray(2), "callback": keep})
        with peer:
            peer.sendall(b"123")
        await netuv.once(client, "close")

    host.run(main())
    assert got == [b"12", b"3"]
    assert [type(error) for error in host.errors()] == [ZeroDivisionError] * 2
