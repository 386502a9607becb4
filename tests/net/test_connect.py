"""connect(): options as the descriptor has them, odd arguments, lookups and their errors."""

from __future__ import annotations

import asyncio
import pickle
import socket as plain
from collections.abc import Callable
from typing import Any

import pytest
from support import Run
from support.hosts import Host, settled
from support.peers import HOST, kernel_option, port_of

import netuv


@pytest.fixture
def listener() -> Any:
    """A plain listener that accepts nobody: the kernel does."""
    with plain.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def keep_alive(client: netuv.Socket) -> tuple[int, int, int, int]:
    return (
        kernel_option(client, plain.SOL_SOCKET, plain.SO_KEEPALIVE),
        kernel_option(client, plain.IPPROTO_TCP, plain.TCP_KEEPIDLE),
        kernel_option(client, plain.IPPROTO_TCP, plain.TCP_KEEPCNT),
        kernel_option(client, plain.IPPROTO_TCP, plain.TCP_KEEPINTVL),
    )


def no_delay(client: netuv.Socket) -> bool:
    return bool(kernel_option(client, plain.IPPROTO_TCP, plain.TCP_NODELAY))


def when_connected(client: netuv.Socket, look: Callable[[netuv.Socket], Any]) -> list[Any]:
    seen: list[Any] = []

    def connected() -> None:
        seen.append(look(client))
        client.destroy()

    client.on("connect", connected)
    return seen


def test_options_of_connect_are_on_the_descriptor(run: Run, listener: int) -> None:
    client = netuv.connect(
        port=listener, host=HOST, no_delay=True, keep_alive=True, keep_alive_initial_delay=5000
    )
    seen = when_connected(client, lambda s: (no_delay(s), keep_alive(s)))
    run()
    assert seen == [(True, (1, 5, 10, 1))]


def test_options_set_before_connecting_are_applied(run: Run, listener: int) -> None:
    client = netuv.Socket().set_no_delay().set_keep_alive(True, 7000)
    seen = when_connected(client, lambda s: (no_delay(s), keep_alive(s)))
    client.connect(listener, HOST)
    run()
    assert seen == [(True, (1, 7, 10, 1))]


def test_a_keep_alive_delay_of_0_leaves_the_system_s(run: Run, listener: int) -> None:
    client = netuv.connect(port=listener, host=HOST, keep_alive=True)
    seen = when_connected(client, keep_alive)
    run()
    on, idle, count, interval = seen[0]
    assert (on, count, interval) == (1, 10, 1)
    assert idle > 1000


def test_too_long_a_keep_alive_delay_is_the_longest_there_is(run: Run, listener: int) -> None:
    client = netuv.connect(port=listener, host=HOST, keep_alive=True, keep_alive_initial_delay=4e10)
    seen = when_connected(client, keep_alive)
    run()
    assert seen == [(1, 32767, 10, 1)]


def test_a_socket_that_connects_again_keeps_its_options(run: Run, listener: int) -> None:
    client = netuv.connect(port=listener, host=HOST)
    seen: list[Any] = []

    def connected() -> None:
        if not seen:
            client.set_no_delay()
            client.set_keep_alive(True, 9000)
        seen.append((no_delay(client), keep_alive(client)[:2]))
        client.destroy()

    client.on("connect", connected)
    client.once("close", lambda had_error: client.connect(listener, HOST))
    run()
    assert seen == [(True, (1, 9)), (True, (1, 9))]


def test_accepted_sockets_have_the_server_s_options(run: Run) -> None:
    seen: list[Any] = []

    def connection(served: netuv.Socket) -> None:
        seen.append((no_delay(served), keep_alive(served)))
        served.destroy()
        server.close()

    server = netuv.create_server(
        connection, no_delay=True, keep_alive=True, keep_alive_initial_delay=3000
    )
    server.listen(0, HOST, lambda: netuv.connect(port_of(server), HOST).resume())
    run()
    assert seen == [(True, (1, 3, 10, 1))]


def test_an_empty_host_is_localhost_and_an_empty_local_address_none(run: Run) -> None:
    asked: list[str] = []

    def lookup(host: str, callback: Any, **_: Any) -> None:
        asked.append(host)

    netuv.connect(port=1, host="", local_address="", lookup=lookup).destroy()
    run()
    assert asked == ["localhost"]


@pytest.mark.parametrize(
    ("keywords", "kind", "code"),
    [
        ({}, TypeError, "ERR_MISSING_ARGS"),
        ({"port": True}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": []}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": -1}, ValueError, "ERR_SOCKET_BAD_PORT"),
        ({"port": 65536}, ValueError, "ERR_SOCKET_BAD_PORT"),
        ({"port": "x"}, ValueError, "ERR_SOCKET_BAD_PORT"),
        ({"port": 1, "host": 5}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": 1, "local_address": "x"}, TypeError, "ERR_INVALID_IP_ADDRESS"),
        ({"port": 1, "local_port": "x"}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": 1, "local_port": 70000}, ValueError, "ERR_SOCKET_BAD_PORT"),
        ({"port": 1, "lookup": 5}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": 1, "hints": "x"}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": 1, "hints": 1 << 20}, ValueError, "ERR_INVALID_ARG_VALUE"),
        ({"port": 1, "host": "h.test", "family": 5}, ValueError, "ERR_INVALID_ARG_VALUE"),
        ({"port": 1, "listener": 5}, TypeError, "ERR_INVALID_ARG_TYPE"),
        ({"port": 1, "keep_alive_initial_delay": "x"}, TypeError, "ERR_INVALID_ARG_TYPE"),
    ],
)
def test_a_wrong_argument_is_refused_at_the_call(
    keywords: dict[str, Any], kind: type[Exception], code: str
) -> None:
    client = netuv.Socket()
    with pytest.raises(Exception) as raised:
        client.connect(**keywords)
    assert raised.value.code == code  # type: ignore[attr-defined]
    assert isinstance(raised.value, (kind, TypeError, ValueError))


def failed(client: netuv.Socket, run: Run) -> Any:
    errors: list[Any] = []
    client.on("error", errors.append)
    run()
    assert len(errors) == 1
    assert client.destroyed
    return errors[0]


def test_a_refused_connection_has_all_of_node_s_fields(run: Run, listener: int) -> None:
    with plain.create_server((HOST, 0)) as closed:
        port = closed.getsockname()[1]
    error = failed(netuv.connect(port, HOST), run)
    assert isinstance(error, ConnectionRefusedError)
    assert (error.code, error.syscall, error.address, error.port) == (
        "ECONNREFUSED",
        "connect",
        HOST,
        port,
    )
    assert error.strerror == f"connect ECONNREFUSED {HOST}:{port}"


def test_a_path_that_is_not_there_has_all_of_node_s_fields(run: Run) -> None:
    error = failed(netuv.connect("not/there.sock"), run)
    assert isinstance(error, FileNotFoundError)
    assert (error.code, error.syscall, error.address) == (  # type: ignore[attr-defined]
        "ENOENT",
        "connect",
        "not/there.sock",
    )
    assert error.strerror == "connect ENOENT not/there.sock"


def test_a_local_address_of_the_other_family_fails_to_bind(run: Run, listener: int) -> None:
    error = failed(netuv.connect(port=listener, host=HOST, local_address="::1"), run)
    assert (error.code, error.syscall, error.address) == ("EINVAL", "bind", "::1")


def test_a_local_port_in_use_fails_to_bind(run: Run, listener: int) -> None:
    error = failed(
        netuv.connect(port=listener, host=HOST, local_address=HOST, local_port=listener), run
    )
    assert (error.code, error.address) == ("EADDRINUSE", HOST)


# -- lookups ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((LookupError("no such host"),), None),
        ((None, "x", 4), "ERR_INVALID_IP_ADDRESS"),
        ((None, None), "ERR_INVALID_IP_ADDRESS"),
        ((None, HOST, 5), "ERR_INVALID_ADDRESS_FAMILY"),
    ],
)
def test_a_wrong_answer_of_a_lookup_is_an_error(run: Run, answer: Any, code: str | None) -> None:
    client = netuv.connect(
        port=1, host="h.test", lookup=lambda host, callback, **_: callback(*answer)
    )
    error = failed(client, run)
    assert getattr(error, "code", None) == code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((None, HOST, 4), "ERR_INVALID_IP_ADDRESS"),
        ((None, []), "ENOTFOUND"),
        ((None, [("x", 4)]), "ERR_INVALID_IP_ADDRESS"),
        ((None, ["x"]), "ERR_INVALID_IP_ADDRESS"),
        ((None, [(HOST, 5)]), "ERR_INVALID_ADDRESS_FAMILY"),
    ],
)
def test_a_wrong_answer_with_all_is_an_error(run: Run, answer: Any, code: str) -> None:
    client = netuv.connect(
        port=1,
        host="h.test",
        auto_select_family=True,
        lookup=lambda host, callback, **_: callback(*answer),
    )
    assert failed(client, run).code == code


def test_a_lookup_that_answers_twice_connects_once(run: Run, listener: int) -> None:
    def lookup(host: str, callback: Any, **_: Any) -> None:
        callback(None, HOST, 4)
        callback(None, HOST, 4)

    client = netuv.connect(port=listener, host="h.test", lookup=lookup)
    assert when_connected(client, lambda s: s.remote_address) == []
    run()
    assert client.destroyed


def test_an_async_lookup_outside_asyncio_is_refused() -> None:
    async def lookup(host: str, callback: Any, **_: Any) -> tuple[str, int]:
        return HOST, 4

    with pytest.raises(netuv.StateError) as raised:
        netuv.connect(port=1, host="h.test", lookup=lookup)
    assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"


@pytest.mark.parametrize("select", [False, True])
def test_an_async_lookup_returns_its_answer(host: Host, listener: int, select: bool) -> None:
    async def lookup(host: str, callback: Any, *, all: bool, **_: Any) -> Any:
        return [(HOST, 4)] if all else (HOST, 4)

    async def main() -> str | None:
        client = netuv.connect(
            port=listener, host="h.test", lookup=lookup, auto_select_family=select
        )
        done = asyncio.get_running_loop().create_future()
        client.on("connect", lambda: done.set_result(client.remote_address))
        address: str | None = await done
        client.destroy()
        return address

    assert host.run(main()) == HOST


def test_the_exception_of_an_async_lookup_is_the_socket_s_error(host: Host) -> None:
    async def lookup(host: str, callback: Any, **_: Any) -> Any:
        raise LookupError("no such host")

    async def main() -> BaseException:
        client = netuv.connect(port=1, host="h.test", lookup=lookup)
        done = asyncio.get_running_loop().create_future()
        client.on("error", done.set_result)
        error: BaseException = await done
        return error

    assert isinstance(host.run(main()), LookupError)


@pytest.mark.parametrize("select", [False, True])
def test_an_async_lookup_ends_with_its_socket(host: Host, select: bool) -> None:
    ended: list[str] = []

    async def lookup(host: str, callback: Any, **_: Any) -> Any:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> None:
        client = netuv.connect(port=1, host="h.test", lookup=lookup, auto_select_family=select)
        client.on("lookup", lambda *args: ended.append(f"lookup {args}"))
        await settled()
        client.destroy()
        await netuv.once(client, "close")
        await settled()

    host.run(main())
    assert ended == ["cancelled"]
    assert host.reported == []


def test_a_future_that_a_lookup_returns_is_not_cancelled_with_the_socket(host: Host) -> None:
    async def main() -> None:
        shared = asyncio.get_running_loop().create_future()
        client = netuv.connect(port=1, host="h.test", lookup=lambda *_, **__: shared)
        client.destroy()
        await settled()
        assert not shared.cancelled()
        shared.set_result((HOST, 4))

    host.run(main())
    assert host.reported == []


def test_dns_lookup_is_awaited_inside_asyncio(host: Host) -> None:
    async def main() -> Any:
        one = await netuv.dns.lookup("127.0.0.1")
        many = await netuv.dns.lookup("localhost", all=True, family=4)
        with pytest.raises(OSError) as raised:
            await netuv.dns.lookup("")
        return one, many[0], raised.value.code  # type: ignore[attr-defined]

    assert host.run(main()) == ((HOST, 4), (HOST, 4), "ENOTFOUND")


def test_dns_lookup_without_a_callback_outside_asyncio_is_refused() -> None:
    with pytest.raises(netuv.StateError) as raised:
        netuv.dns.lookup("localhost")
    assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"


def test_the_order_of_a_lookup_is_as_asked() -> None:
    found = [("1.1.1.1", 4), ("::1", 6), ("2.2.2.2", 4)]
    assert netuv.dns._ordered(found, "verbatim") == found
    assert [f for _, f in netuv.dns._ordered(found, "ipv6first")] == [6, 4, 4]
    assert netuv.dns._ordered(found, "ipv4first") == [found[0], found[2], found[1]]
    with pytest.raises(ValueError, match="order"):
        netuv.dns.lookup("localhost", print, order="ipv5first")


@pytest.mark.parametrize("address", [None, HOST])
def test_a_refused_connect_says_where_from(run: Run, address: str | None) -> None:
    with plain.socket() as free, plain.socket() as dead:
        free.bind((HOST, 0))
        dead.bind((HOST, 0))
        local, remote = free.getsockname()[1], dead.getsockname()[1]
        free.close()
        seen: list[Any] = []
        client = netuv.connect(port=remote, host=HOST, local_address=address, local_port=local)
        client.on("error", seen.append)
        run()
    (error,) = seen
    where = address or "0.0.0.0"
    assert (error.local_address, error.local_port) == (where, local)
    assert (error.address, error.port) == (HOST, remote)
    shown = f"connect ECONNREFUSED {HOST}:{remote} - Local ({where}:{local})"
    assert error.strerror == shown
    copied = pickle.loads(pickle.dumps(error))
    assert (copied.local_address, copied.local_port, copied.strerror) == (where, local, shown)


def test_a_refused_connect_from_an_address_alone_has_no_more_than_any(run: Run, port: int) -> None:
    seen: list[Any] = []
    client = netuv.connect(port=port, host=HOST, local_address=HOST)
    client.on("error", seen.append)
    run()
    (error,) = seen
    assert error.strerror == f"connect ECONNREFUSED {HOST}:{port}"
    assert not hasattr(error, "local_address") and not hasattr(error, "local_port")
