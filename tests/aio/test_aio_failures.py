"""Whatever fails while something is to listen, connect, look up or accept: nobody hangs, and
nothing is left half made.
"""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, settled, until
from support.peers import HOST, port_of

import netuv

ERRORS: list[Exception] = [
    OverflowError("too big"),
    TypeError("of no type"),
    MemoryError("no memory"),
    ValueError("no value"),
    OSError(errno.EIO, "it broke"),
    netuv.StateError("ERR_OWN", "a state"),
]
every_error = pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)


@pytest.fixture
def host() -> Host:
    """One is enough: nothing here has to do with the asyncio loop."""
    return Host("asyncio")


def same(raised: BaseException | None, error: Exception) -> bool:
    return type(raised) is type(error) and getattr(raised, "errno", 0) == getattr(error, "errno", 0)


def raiser(error: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


async def caught(start: Callable[[], Any]) -> BaseException | None:
    """What the await raises; a hang is a failure."""
    try:
        await asyncio.wait_for(start(), 5)
    except asyncio.TimeoutError:
        raise AssertionError("it hangs") from None
    except Exception as error:
        return error
    return None


def handles() -> int:
    """How many handles the loop has open."""
    owners = netuv.get_loop()._slots.owners
    return sum(isinstance(owner, (netuv.TCP, netuv.Pipe)) for owner in owners)


@every_error
@pytest.mark.parametrize("method", ["set_max_connections", "listen", "unref"])
@pytest.mark.parametrize("how", ["await", "event"])
def test_a_handle_that_fails_to_listen_is_closed_and_its_error_reported(
    host: Host, method: str, error: Exception, how: str
) -> None:
    async def main() -> None:
        before = handles()
        handle = netuv.TCP()
        handle.bind(HOST)
        setattr(handle, method, raiser(error))
        server = netuv.create_server().unref()
        results: list[BaseException] = []
        if how == "event":
            server.on("error", results.append)
            server.listen(handle)
            await until(lambda: results)
            raised: BaseException | None = results[0]
        else:
            raised = await caught(lambda: server.listen(handle))
        assert same(raised, error)
        assert handle.closed and not server.listening and not server._opening
        await settled()
        assert handles() == before
        await server.listen(0, HOST)
        server.close()

    host.run(main())
    assert host.reported == []


class Refusing(netuv.TCP):
    """Its calls raise what they are made to."""

    fails: dict[str, Exception] = {}

    def bind(self, *args: Any, **more: Any) -> None:
        self._fail("bind")
        super().bind(*args, **more)

    def connect(self, *args: Any, **more: Any) -> None:
        self._fail("connect")
        super().connect(*args, **more)

    def close(self, *args: Any, **more: Any) -> None:
        self._fail("close")
        super().close(*args, **more)

    def _fail(self, name: str) -> None:
        if name in self.fails:
            raise self.fails[name]


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """What netuv's own handles fail with, by method."""
    fails: dict[str, Exception] = {}
    monkeypatch.setattr(Refusing, "fails", fails)
    monkeypatch.setattr("netuv._net.connect.TCP", Refusing)
    monkeypatch.setattr("netuv._net.listen.TCP", Refusing)
    return fails


@every_error
@pytest.mark.parametrize("listens_on", [(0,), (0, HOST), (0, "localhost")], ids=str)
def test_an_address_that_cannot_be_bound_is_an_error_of_the_await(
    host: Host, refusing: dict[str, Exception], error: Exception, listens_on: Any
) -> None:
    async def main() -> None:
        before = handles()
        refusing["bind"] = error
        server = netuv.create_server()
        assert same(await caught(lambda: server.listen(*listens_on)), error)
        assert not server.listening and not server._opening
        await settled()
        assert handles() == before

    host.run(main())
    assert host.reported == []


@every_error
@pytest.mark.parametrize("method", ["bind", "connect"])
@pytest.mark.parametrize("family", ["address", "name", "several"])
def test_an_attempt_that_fails_somehow_fails_the_connect(
    host: Host, refusing: dict[str, Exception], method: str, error: Exception, family: str
) -> None:
    async def main() -> None:
        before = handles()
        refusing[method] = error
        options: dict[str, Any] = {}
        if family == "several":
            options["auto_select_family"] = True
            options["lookup"] = lambda name, callback, **_: callback(
                None, [(HOST, 4), ("127.0.0.2", 4)]
            )
        elif method == "bind":
            options["local_port"] = 1
        if family != "address":
            options["family"] = 4 if family == "name" else None

        def dial() -> netuv.Socket:
            name = HOST if family == "address" else "localhost"
            return netuv.connect(port=1, host=name, **options)

        raised = await caught(dial)
        if family == "several" and method == "bind":
            raised = error  # not asked for
        elif family == "several" and method == "connect":
            assert isinstance(raised, netuv.AggregateError)
            raised = raised.errors[1]
        assert same(raised, error)
        await settled()
        assert handles() == before

    host.run(main())
    assert host.reported == []


@every_error
def test_a_path_that_fails_somehow_fails_the_await(
    host: Host, monkeypatch: pytest.MonkeyPatch, short_path: Path, error: Exception
) -> None:
    async def main() -> None:
        before = handles()
        path = str(short_path / "s")
        monkeypatch.setattr(netuv.Pipe, "bind", raiser(error))
        server = netuv.create_server()
        assert same(await caught(lambda: server.listen(path)), error)
        monkeypatch.setattr(netuv.Pipe, "connect", raiser(error))
        assert same(await caught(lambda: netuv.connect(path)), error)
        await settled()
        assert handles() == before and not server.listening and server.address() is None

    host.run(main())
    assert host.reported == []


@every_error
@pytest.mark.parametrize("later", [False, True])
def test_a_lookup_that_raises_leaves_no_half_made_connection(
    host: Host, error: Exception, later: bool
) -> None:
    async def main() -> None:
        before = handles()
        socket = netuv.Socket()
        listened: list[Any] = []

        async def fail_later(*_: Any, **__: Any) -> Any:
            await asyncio.sleep(0)
            raise error

        lookup = fail_later if later else raiser(error)

        def dial() -> Any:
            return socket.connect(1, "name.test", listened.append, lookup=lookup)

        assert await caught(dial) is error or same(socket.errored, error)
        assert not socket.connecting and socket._handle is None
        await settled()
        assert handles() == before
        if not later:
            assert socket.listener_count("connect") == 0 and not socket.destroyed

    host.run(main())
    assert host.reported == []


RUBBISH: list[tuple[Any, ...]] = [
    (),
    ("an error that is a text",),
    (0,),
    (None,),
    (None, 5, 4),
    (None, HOST),
    (None, HOST, "IPv9"),
    (None, HOST, 6),
    (None, object(), object(), object()),
    (None, b"127.0.0.1", 4),
    (None, [], 4),
    (None, [(HOST,), 7, None, ("x", 4), (HOST, [])]),
    (None, {"address": HOST, "family": 4}),
    (None, iter([(HOST, 4)])),
]


@pytest.mark.parametrize("how", ["at once", "later", "async"])
@pytest.mark.parametrize("several", [False, True])
def test_rubbish_out_of_a_lookup_reaches_the_await(host: Host, how: str, several: bool) -> None:
    async def dial(answer: tuple[Any, ...]) -> None:
        before = handles()

        def lookup(name: str, callback: Any, **_: Any) -> None:
            if how == "at once":
                callback(*answer)
            else:
                netuv.set_immediate(callback, *answer)

        async def gives(name: str, callback: Any, **_: Any) -> Any:
            await asyncio.sleep(0)
            return answer[1:]

        socket = netuv.connect(
            port=1,
            host="name.test",
            lookup=gives if how == "async" else lookup,
            auto_select_family=several,
        )
        raised = await caught(lambda: socket)
        assert isinstance(raised, (OSError, TypeError, ValueError, netuv.StateError)), answer
        assert socket.destroyed and not socket.connecting
        await settled()
        assert handles() == before

    async def main() -> None:
        for answer in RUBBISH:
            await dial(answer)

    host.run(main())
    assert host.reported == []


@pytest.mark.parametrize("first", [True, False])
def test_a_buffer_function_that_raises_fails_the_connect(
    host: Host, port: int, first: bool
) -> None:
    async def main() -> None:
        before = handles()
        calls: list[int] = []

        def buffer() -> bytearray:
            calls.append(1)
            if first or len(calls) > 1:
                raise LookupError("no buffer")
            return bytearray(10)

        onread: Any = {"buffer": buffer, "callback": print}

        def dial() -> netuv.Socket:
            return netuv.connect(
                port=port,
                host="name.test",
                onread=onread,
                auto_select_family=True,
                lookup=lambda name, callback, **_: callback(None, [(HOST, 4), ("127.0.0.2", 4)]),
            )

        assert type(await caught(dial)) is LookupError
        await settled()
        assert handles() == before

    host.run(main())
    assert host.reported == []


class Accepting(netuv.TCP):
    """A listener that accepts connections badly."""

    fails: Any = None

    def __init__(self, *args: Any, accepted: Any = None, **more: Any) -> None:
        super().__init__(*args, accepted=accepted, **more)
        if accepted is not None and self.fails is not None:
            raise self.fails


@every_error
@pytest.mark.parametrize("where", ["handle", "socket", "block list"])
def test_what_fails_at_accepting_closes_that_connection_alone(
    host: Host, monkeypatch: pytest.MonkeyPatch, error: Exception, where: str
) -> None:
    async def main() -> None:
        handle = Accepting()
        handle.bind(HOST)
        served: list[netuv.Socket] = []
        results: list[BaseException] = []
        blocks = netuv.BlockList()
        server = netuv.create_server(served.append, block_list=blocks)
        server.on("error", results.append)
        await server.listen(handle)
        before = handles()
        with monkeypatch.context() as patch:
            if where == "handle":
                patch.setattr(Accepting, "fails", error)
            elif where == "socket":
                patch.setattr("netuv._net.server.Socket._accepted", raiser(error))
            else:
                patch.setattr(netuv.BlockList, "check", raiser(error))
            client = netuv.connect(port_of(server), HOST).resume()
            client.on("error", lambda error: None)
            await until(lambda: results and client.closed)
        assert results == [error] and served == []
        await settled()
        assert handles() == before and server._connections == 0
        other = await netuv.connect(port_of(server), HOST)
        await until(lambda: served)
        other.destroy()
        served[0].destroy()
        server.close()

    host.run(main())
    assert host.reported == []


def test_a_listener_that_raises_costs_no_task_its_event(host: Host) -> None:
    """The listeners after it are skipped, but not what an await waits for."""

    async def main() -> None:
        def fail(*_: Any) -> None:
            raise ValueError("a listener's own")

        server = netuv.create_server().on("listening", fail).on("close", fail)
        await asyncio.wait_for(server.listen(0, HOST), 5)
        socket = netuv.connect(port_of(server), HOST).on("connect", fail).on("close", fail)
        assert await asyncio.wait_for(socket, 5) is socket
        served = await server.__aiter__().__anext__()
        closing = asyncio.ensure_future(netuv.once(socket, "close"))
        await asyncio.sleep(0)
        served.destroy()
        socket.destroy()
        await asyncio.wait_for(closing, 5)
        await asyncio.wait_for(server.async_dispose(), 5)

    host.run(main())
    assert {type(error) for error in host.errors()} == {ValueError}
    assert len(host.errors()) == 4


@pytest.mark.parametrize(
    "event",
    ["lookup", "connection_attempt", "connection_attempt_failed", "connect", "ready"],
)
def test_a_listener_that_raises_while_connecting_ends_nothing(
    host: Host, port: int, event: str
) -> None:
    async def main() -> None:
        def fail(*_: Any) -> None:
            raise ValueError("a listener's own")

        server = await netuv.create_server(lambda socket: socket.pipe(socket)).listen(0, HOST)

        def lookup(name: str, callback: Any, **_: Any) -> None:
            netuv.set_timeout(callback, 1, None, [("127.0.0.2", 4), (HOST, 4)])

        socket = netuv.connect(
            port=port_of(server), host="name.test", lookup=lookup, auto_select_family=True
        )
        socket.write(b"written before")
        socket.on(event, fail)
        assert await asyncio.wait_for(socket, 5) is socket
        assert await asyncio.wait_for(socket.read_exactly(14), 5) == b"written before"
        socket.destroy()
        server.close()

    host.run(main())
    assert {type(error) for error in host.errors()} == {ValueError}


@every_error
def test_on_netuvs_own_loop_a_handle_that_fails_to_listen_fails_run(
    loop: netuv.Loop, run: Callable[[], None], error: Exception
) -> None:
    handle = netuv.TCP()
    handle.bind(HOST)
    handle.listen = raiser(error)  # type: ignore[method-assign]
    server = netuv.create_server().listen(handle)
    with pytest.raises(type(error)):
        run()
    assert handle.closed and not server.listening
    run()


@every_error
def test_a_close_that_raises_keeps_nothing_open(
    host: Host, refusing: dict[str, Exception], error: Exception
) -> None:
    async def main() -> None:
        before = handles()
        server = await netuv.create_server(lambda socket: socket.destroy()).listen(0)
        socket = await netuv.connect(port_of(server), HOST)
        refusing["close"] = error
        socket.on("error", lambda error: None).destroy()
        await until(lambda: socket.closed)
        with pytest.raises(type(error)):
            server.close()
        refusing.clear()
        await asyncio.wait_for(server.async_dispose(), 5)
        await settled()
        assert handles() == before

    host.run(main())


def test_a_lookup_without_memory_for_it_fails_the_await(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        def fail(*_: Any) -> None:
            raise MemoryError("no memory for a lookup")

        monkeypatch.setattr("netuv.dns.Request.__init__", fail)
        before = handles()
        assert isinstance(await caught(lambda: netuv.dns.lookup("localhost")), MemoryError)
        assert isinstance(await caught(lambda: netuv.connect(1, "localhost")), MemoryError)
        server = netuv.create_server()
        assert isinstance(await caught(lambda: server.listen(0, "localhost")), MemoryError)
        await settled()
        assert handles() == before and not server._opening

    host.run(main())
    assert host.reported == []
