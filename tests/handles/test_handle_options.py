"""no_delay and keep_alive: what reaches the handle's methods, when, and how often."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from support import Run
from support.peers import HOST, port_of

import netuv

Calls = list[tuple[Any, ...]]


def spy(handle: Any, calls: Calls) -> None:
    """What reaches the two methods of this handle."""
    for name in ("set_no_delay", "set_keep_alive"):
        setattr(handle, name, lambda *args, name=name: calls.append((name, *args)))


@pytest.fixture
def port(run: Run) -> int:
    """Of a server that is unreferenced and lets every connection end."""
    server = netuv.create_server(lambda served: served.resume())
    server.listen(0, HOST).unref()
    while server.address() is None:
        netuv.get_loop().run_once()
    found: int = port_of(server)
    return found


@pytest.fixture
def dead() -> int:
    """A port that refuses."""
    import socket

    with socket.socket() as taken:
        taken.bind((HOST, 0))
        number: int = taken.getsockname()[1]
        return number


def test_what_connect_was_asked_for_reaches_a_replaced_method_once_connected(
    run: Run, port: int
) -> None:
    calls: Calls = []
    client = netuv.connect(
        port=port, host=HOST, no_delay=True, keep_alive=True, keep_alive_initial_delay=5999
    )
    spy(client._handle, calls)
    client.on("lookup", lambda *_: calls.append(("lookup",)))
    client.on("connection_attempt", lambda *_: calls.append(("attempt",)))
    client.on("connect", lambda: (calls.append(("connect",)), client.end()))
    run()
    assert calls == [
        ("attempt",),
        ("set_no_delay", True),
        ("set_keep_alive", True, 5),
        ("connect",),
    ]


def test_options_that_are_off_reach_nothing(run: Run, port: int) -> None:
    calls: Calls = []
    client = netuv.connect(
        port=port, host=HOST, no_delay=False, keep_alive=False, keep_alive_initial_delay=5000
    )
    spy(client._handle, calls)
    client.on("connect", client.end)
    run()
    assert calls == []


def test_a_connect_that_is_refused_asks_its_handle_for_nothing(run: Run, dead: int) -> None:
    calls: Calls = []
    client = netuv.connect(port=dead, host=HOST, no_delay=True, keep_alive=True)
    spy(client._handle, calls)
    client.on("error", lambda error: calls.append((error.code,)))
    run()
    assert calls == [("ECONNREFUSED",)]


class Counting(netuv.TCP):
    """Counts what each handle is asked for."""

    made: list[Counting] = []

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.calls: Calls = []
        self.made.append(self)

    def set_no_delay(self, on: bool = True) -> None:
        self.calls.append(("set_no_delay", on))
        super().set_no_delay(on)

    def set_keep_alive(self, on: bool, seconds: int = 0) -> None:
        self.calls.append(("set_keep_alive", on, seconds))
        super().set_keep_alive(on, seconds)


@pytest.fixture
def handles(monkeypatch: pytest.MonkeyPatch) -> list[Counting]:
    """Of the class that connect() makes them of here, in their order."""
    made: list[Counting] = []
    monkeypatch.setattr(Counting, "made", made)
    monkeypatch.setattr("netuv._net.connect.TCP", Counting)
    return made


@pytest.mark.parametrize("how", [True, "parallel"])
def test_of_several_attempts_the_one_that_is_connected_gets_the_options(
    run: Run, port: int, handles: list[Counting], how: Any
) -> None:
    client = netuv.connect(
        port=port,
        host="several",
        lookup=lambda name, callback, **_: callback(None, [("::1", 6), (HOST, 4)]),
        auto_select_family=how,
        no_delay=True,
        keep_alive=True,
        keep_alive_initial_delay=3000,
    )
    client.on("connect", client.end)
    run()
    assert [handle.calls for handle in handles] == [
        [],
        [("set_no_delay", True), ("set_keep_alive", True, 3)],
    ]


def test_a_handle_that_was_given_gets_the_options_of_connect(run: Run, port: int) -> None:
    calls: Calls = []
    handle = netuv.TCP()
    spy(handle, calls)
    client = netuv.connect(port=port, host=HOST, handle=handle, no_delay=True, keep_alive=True)
    client.on("connect", client.end)
    run()
    assert calls == [("set_no_delay", True), ("set_keep_alive", True, 0)]


@pytest.mark.parametrize("family", [4, 0])
def test_what_was_asked_for_while_connecting_reaches_the_handle_now_and_once_connected(
    run: Run, port: int, family: int
) -> None:
    calls: Calls = []
    client = netuv.connect(port=port, host=HOST, family=family)
    spy(client._handle, calls)
    client.set_no_delay().set_no_delay()
    client.set_keep_alive(True, 1000).set_keep_alive(True, 1999)
    calls.append(("now",))
    client.on("connect", client.end)
    run()
    asked = [("set_no_delay", True), ("set_keep_alive", True, 1)]
    assert calls == [*asked, ("now",), *asked]


def test_what_is_taken_back_while_connecting_is_not_set_once_connected(run: Run, port: int) -> None:
    calls: Calls = []
    client = netuv.connect(port=port, host=HOST, no_delay=True, keep_alive=True)
    spy(client._handle, calls)
    client.set_no_delay(True).set_keep_alive(True, 0)
    client.set_no_delay(False).set_keep_alive(False, 7000)
    client.on("connect", client.end)
    run()
    assert calls == [("set_no_delay", False), ("set_keep_alive", False, 7)]


def test_a_call_that_changes_nothing_does_not_reach_the_handle(run: Run, port: int) -> None:
    calls: Calls = []
    client = netuv.connect(port, HOST)

    def connected() -> None:
        spy(client._handle, calls)
        for on in (False, True, True, False, False, None, True):
            client.set_no_delay(on)  # type: ignore[arg-type]
        client.set_keep_alive(False, 1000)
        for delay in (1000, 1500, 2000, 2999.9):
            client.set_keep_alive(True, delay)
        client.set_keep_alive(False, 9000).set_keep_alive(False, 5000)
        client.set_keep_alive(True, 2000)
        client.end()

    client.on("connect", connected)
    run()
    assert calls == [
        *(("set_no_delay", on) for on in (True, False, True)),
        ("set_keep_alive", True, 1),
        ("set_keep_alive", True, 2),
        ("set_keep_alive", False, 9),
        ("set_keep_alive", True, 2),
    ]


class Served(netuv.TCP):
    """A listener whose accepted handles count."""

    calls: Calls

    def set_no_delay(self, on: bool = True) -> None:
        self.calls.append(("set_no_delay", on))

    def set_keep_alive(self, on: bool, seconds: int = 0) -> None:
        self.calls.append(("set_keep_alive", on, seconds))


@pytest.mark.parametrize("replaced", [False, True], ids=["as it is", "subclass"])
@pytest.mark.parametrize("on", [False, True])
def test_what_a_server_gave_its_socket_changes_nothing_when_asked_for_again(
    run: Run, monkeypatch: pytest.MonkeyPatch, replaced: bool, on: bool
) -> None:
    calls: Calls = []
    monkeypatch.setattr(Served, "calls", calls, raising=False)

    def connected(served: netuv.Socket) -> None:
        if not replaced:
            spy(served._handle, calls)
        calls.append(("connection",))
        served.set_no_delay(on).set_keep_alive(on, 4000)
        calls.append(("again",))
        served.set_no_delay(not on).set_keep_alive(not on, 4000)
        served.set_no_delay(not on).set_keep_alive(not on, 4000)
        served.destroy()
        server.close()

    server = netuv.create_server(
        connected, no_delay=on, keep_alive=on, keep_alive_initial_delay=4000
    )
    if replaced:
        handle = Served()
        handle.bind(HOST)
        server.listen(handle)
    else:
        server.listen(0, HOST)
    server.on("listening", lambda: netuv.connect(port_of(server), HOST).resume())
    run()
    accepted = [("set_no_delay", True), ("set_keep_alive", True, 4)] if replaced and on else []
    changed = [("set_no_delay", not on), ("set_keep_alive", not on, 4)]
    assert calls == [*accepted, ("connection",), ("again",), *changed]


def test_an_option_that_was_taken_from_the_handle_is_not_called(run: Run, port: int) -> None:
    seen: list[Any] = []
    client = netuv.connect(port=port, host=HOST, no_delay=True, keep_alive=True)
    client._handle.set_no_delay = client._handle.set_keep_alive = None
    client.set_no_delay(False).set_keep_alive(False)
    client.on("connect", lambda: (seen.append("connect"), client.set_no_delay(), client.end()))
    run()
    assert seen == ["connect"]


def test_an_option_that_the_system_refuses_fails_nothing(run: Run, port: int) -> None:
    seen: list[Any] = []
    client = netuv.connect(port=port, host=HOST, no_delay=True)

    def refuse(*_: Any) -> None:
        raise OSError(22, "not now")

    client._handle.set_no_delay = client._handle.set_keep_alive = refuse
    client.on("connect", lambda: (seen.append("connect"), client.set_keep_alive(True)))
    client.on("ready", client.end)
    client.on("error", seen.append)
    run()
    assert seen == ["connect"]


def test_an_option_s_method_that_raises_fails_the_connect(run: Run, port: int) -> None:
    seen: list[Any] = []
    error = ValueError("mine")

    def fail(*_: Any) -> None:
        raise error

    client = netuv.connect(port=port, host=HOST, keep_alive=True)
    client._handle.set_keep_alive = fail
    for event in ("connect", "ready", "error", "close"):
        client.on(event, lambda *args, event=event: seen.append((event, *args)))
    run()
    assert seen == [("error", error), ("close", True)]


def test_a_call_that_raises_was_not_made(run: Run, port: int) -> None:
    calls: Calls = []
    client = netuv.connect(port, HOST)

    def connected() -> None:
        def fail(*_: Any) -> None:
            raise ValueError("mine")

        client._handle.set_no_delay = client._handle.set_keep_alive = fail
        for call in (client.set_no_delay, lambda: client.set_keep_alive(True, 1000)):
            with pytest.raises(ValueError, match="mine"):
                call()
        spy(client._handle, calls)
        client.set_no_delay().set_keep_alive(True, 1000)
        client.end()

    client.on("connect", connected)
    run()
    assert calls == [("set_no_delay", True), ("set_keep_alive", True, 1)]


def test_a_connect_that_is_refused_at_the_call_leaves_the_options_as_they_were(
    run: Run, port: int
) -> None:
    calls: Calls = []
    client = netuv.Socket()

    def fails(*_: Any, **__: Any) -> None:
        raise ValueError("no names")

    with pytest.raises(ValueError, match="no names"):
        client.connect(port=port, host="name", lookup=fails, no_delay=True, keep_alive=True)
    client.connect(port, HOST)
    spy(client._handle, calls)
    client.on("connect", client.end)
    run()
    assert calls == []


def test_inside_asyncio_the_options_are_set_before_the_await_returns(dead: int) -> None:
    async def main() -> Calls:
        server = await netuv.create_server(lambda served: served.resume()).listen(0, HOST)
        calls: Calls = []
        client = netuv.connect(port=port_of(server), host=HOST, no_delay=True)
        spy(client._handle, calls)
        await client
        seen = list(calls)
        client.end()
        await netuv.once(client, "close")
        server.close()
        await netuv.once(server, "close")
        return seen

    assert asyncio.run(main()) == [("set_no_delay", True)]


def test_a_method_that_asks_for_the_same_again_is_called_once(run: Run, port: int) -> None:
    calls: Calls = []
    client = netuv.connect(port, HOST)

    def again(on: bool, *seconds: int) -> None:
        calls.append((on, *seconds))
        client.set_no_delay(True).set_keep_alive(True, 1000)

    def connected() -> None:
        client._handle.set_no_delay = client._handle.set_keep_alive = again
        client.set_no_delay(True)
        client.end()

    client.on("connect", connected)
    run()
    assert calls == [(True,), (True, 1)]
