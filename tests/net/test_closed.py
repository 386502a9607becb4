"""What a connection refuses that is closed, and what it says about it."""

from __future__ import annotations

import asyncio
import socket as plain
from collections.abc import Callable
from typing import Any

import pytest
from support import Run
from support.peers import HOST

import netuv
from netuv import stream

HINT = "allow_half_open=True keeps its writing side open"
SAID = "This socket has been ended by the other party"


def ended_by_peer(run: Run, **options: Any) -> netuv.Socket:
    """A socket whose peer has ended; by default it has ended, too, and is closed."""
    with plain.create_server((HOST, 0)) as listener:
        client = netuv.connect(port=listener.getsockname()[1], host=HOST, **options)
        client.once("connect", lambda: listener.accept()[0].close())
        client.on("error", lambda error: None)
        client.resume()
        if options:
            client.on("end", client.unref)
        run()
    return client


def reported(run: Run, start: Callable[[Callable[..., Any]], Any]) -> Any:
    errors: list[Any] = []
    start(lambda error=None: errors.append(error))
    run()
    assert len(errors) == 1
    return errors[0]


def test_a_write_after_the_peers_end_names_the_option(run: Run) -> None:
    client = ended_by_peer(run)
    error = reported(run, lambda done: client.write(b"late", done))
    assert error.strerror == f"{SAID} ({HINT})"
    assert isinstance(error, netuv.ClosedError) and isinstance(error, BrokenPipeError)


def test_an_end_with_data_after_the_peers_end_names_the_option(run: Run) -> None:
    client = ended_by_peer(run)
    error = reported(run, lambda done: client.end(b"late", done))
    assert error.code == "ERR_STREAM_WRITE_AFTER_END"
    assert str(error).startswith("write after end") and HINT in str(error)


def test_a_write_after_ones_own_end_does_not_speak_of_the_peer(run: Run) -> None:
    client = ended_by_peer(run, allow_half_open=True)
    client.end()
    error = reported(run, lambda done: client.write(b"late", done))
    assert str(error) == "write after end"


def test_a_write_to_a_half_open_socket_after_the_peers_end_is_written(run: Run) -> None:
    client = ended_by_peer(run, allow_half_open=True)
    assert reported(run, lambda done: client.write(b"late", done)) is None
    client.destroy()
    run()


def test_a_socket_that_connects_again_has_forgotten_its_old_peer(run: Run) -> None:
    client = ended_by_peer(run)
    with plain.create_server((HOST, 0)) as listener:
        client.connect(listener.getsockname()[1], HOST)
        client.once("connect", lambda: client.end())
        peers: list[Any] = []
        client.once("connect", lambda: peers.append(listener.accept()[0]))
        client.once("finish", lambda: peers[0].close())
        run()
    error = reported(run, lambda done: client.write(b"late", done))
    assert HINT not in error.strerror


async def in_asyncio(**options: Any) -> netuv.Socket:
    """As ``ended_by_peer``, with nobody reading."""
    with plain.create_server((HOST, 0)) as listener:
        client = await netuv.connect(port=listener.getsockname()[1], host=HOST, **options)
        listener.accept()[0].close()
        return client


def test_the_awaits_after_the_peers_end_name_the_option() -> None:
    async def main() -> None:
        client = await in_asyncio()
        assert [chunk async for chunk in client] == []
        await stream.finished(client)
        assert client.destroyed
        with pytest.raises(netuv.ClosedError, match=HINT) as caught:
            await client.drain()
        assert caught.value.code == "ERR_STREAM_DESTROYED"
        with pytest.raises(asyncio.IncompleteReadError, match=HINT):
            await client.read_exactly(5)
        with pytest.raises(asyncio.IncompleteReadError, match=HINT):
            await client.read_until(b"\n")
        assert await client.read_line() == b""
        client.write(b"late")

    asyncio.run(main())


def test_a_write_and_drain_before_all_is_sent_name_the_option() -> None:
    async def main() -> None:
        with plain.create_server((HOST, 0)) as listener:
            client = await netuv.connect(listener.getsockname()[1], HOST)
            peer = listener.accept()[0]
        with peer:
            client.write(b"x" * (16 << 20))  # more than goes out while nobody reads
            client.resume()
            peer.shutdown(plain.SHUT_WR)
            await netuv.once(client, "end")
            while client.writable:
                await asyncio.sleep(0)
            client.write(b"late")
            with pytest.raises(BrokenPipeError, match=HINT):
                await client.drain()

    asyncio.run(main())


def test_a_pipeline_into_a_socket_its_peer_ends_names_the_option() -> None:
    async def main() -> None:
        client = await in_asyncio()
        source = stream.Readable(read=lambda self, size: None)
        client.resume()
        with pytest.raises(netuv.ClosedError, match=HINT) as caught:
            await stream.pipeline(source, client)
        assert caught.value.code == "ERR_STREAM_PREMATURE_CLOSE"

    asyncio.run(main())


@pytest.mark.parametrize("kind", ["writable", "socket"])
def test_except_oserror_is_enough_around_what_is_closed(kind: str, run: Run) -> None:
    make: Any = netuv.Socket if kind == "socket" else stream.Writable
    thing = make().destroy()
    thing.on("error", lambda error: None)
    with pytest.raises(OSError) as caught:
        raise reported(run, lambda done: thing.write(b"late", done))
    assert caught.value.code == "ERR_STREAM_DESTROYED"  # type: ignore[attr-defined]
    assert caught.value.errno is None


def test_what_a_handles_own_method_raises_as_closed_stays_that(run: Run) -> None:
    class Refusing(netuv.TCP):
        def write(self, data: Any, callback: Any = None) -> bool:
            raise netuv.ClosedError("ERR_MINE", "not any more")

    with plain.create_server((HOST, 0)) as listener:
        socket = netuv.Socket(handle=Refusing())
        errors: list[Any] = []
        socket.on("error", errors.append)
        socket.connect(listener.getsockname()[1], HOST)
        socket.once("connect", lambda: socket.write(b"x"))
        run()
    assert [(error.code, str(error)) for error in errors] == [("ERR_MINE", "not any more")]
