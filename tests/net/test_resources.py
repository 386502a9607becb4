"""get_active_resources_info(), and a server that a signal closes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, port_of

import netuv

info = netuv.get_active_resources_info


def test_a_new_loop_has_no_resources(loop: netuv.Loop) -> None:
    assert info() == []


def test_timers_and_immediates_are_listed_while_they_are_referenced(loop: netuv.Loop) -> None:
    timer = netuv.set_timeout(lambda: None, 60_000)
    immediate = netuv.set_immediate(lambda: None)
    assert info() == ["Timeout", "Immediate"]
    timer.unref()
    immediate.unref()
    assert info() == []
    timer.ref()
    assert info() == ["Timeout"]
    netuv.clear_timeout(timer)
    assert info() == []


def test_servers_sockets_and_requests_are_listed(run: Run, tmp_path: Path) -> None:
    seen: list[list[str]] = []
    server = netuv.create_server(lambda served: served.end())

    def listening() -> None:
        seen.append(without_guard())
        client = netuv.connect(port_of(server), HOST)
        client.on("connect", lambda: seen.append(without_guard()))
        client.on("close", lambda had_error: server.close())
        client.resume()

    def without_guard() -> list[str]:
        return [name for name in info() if name != "Timeout"]

    server.listen(0, HOST, listening)
    server.on("close", lambda: seen.append(without_guard()))
    run()
    assert seen[0] == ["TCPServerWrap"]
    assert seen[1] in (
        ["TCPServerWrap", "TCPSocketWrap"],
        ["TCPServerWrap", "TCPSocketWrap", "TCPSocketWrap"],
    )
    assert seen[2] == []


def test_a_lookup_and_a_pipe_are_listed(loop: netuv.Loop, tmp_path: Path) -> None:
    server = netuv.create_server()
    server.listen(str(tmp_path / "s"))
    netuv.dns.lookup("localhost", lambda *_: server.close())
    assert info() == ["GetAddrInfoReqWrap", "PipeWrap"]
    loop.run()
    assert info() == []


def test_a_signal_closes_the_server(run: Run) -> None:
    controller = netuv.AbortController()
    trace: list[Any] = []
    server = netuv.create_server()
    server.on("close", lambda: trace.append("close"))
    server.listen(port=0, host=HOST, signal=controller.signal, callback=controller.abort)
    run()
    assert trace == ["close"]
    assert not server.listening


def test_a_server_closed_before_leaves_no_listener_on_its_signal(run: Run) -> None:
    controller = netuv.AbortController()
    server = netuv.create_server()
    server.listen(port=0, host=HOST, signal=controller.signal, callback=server.close)
    run()
    assert len(controller.signal._listeners) == 0


def test_an_aborted_signal_closes_the_server_at_once(run: Run) -> None:
    trace: list[str] = []
    server = netuv.create_server()
    server.on("listening", lambda: trace.append("listening"))
    server.on("close", lambda: trace.append("close"))
    server.listen(port=0, signal=netuv.AbortSignal.abort())
    run()
    assert trace == ["close"]


def test_what_is_no_signal_is_refused() -> None:
    with pytest.raises(TypeError, match="signal"):
        netuv.create_server().listen(port=0, signal="now")
