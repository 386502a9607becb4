"""Handles of the low level that their user forgets: a ResourceWarning, and no descriptor left."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import platform
import socket as plain
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, port_of, tcp_pair
from support.programs import run_program

import netuv


@contextlib.contextmanager
def noted() -> Iterator[list[str]]:
    """The texts of the ResourceWarnings that come, whatever pytest does with them."""
    texts: list[str] = []
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield texts
        gc.collect()
    texts += [str(one.message) for one in caught if one.category is ResourceWarning]


@pytest.mark.parametrize("state", ["new", "bound", "connected", "read to its end", "stopped"])
def test_a_dropped_handle_is_closed_with_a_warning(
    state: str, run: Run, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has what it needs for that
    before = descriptors()
    with noted() as texts:
        handle: Any = netuv.TCP()
        if state == "bound":
            handle.bind(HOST)
        elif state != "new":
            handle.close()
            run()
            handle, peer = tcp_pair(run)
            peer.close()
        if state in ("read to its end", "stopped"):
            handle.read_start(lambda error, data: None)
            if state == "stopped":
                handle.read_stop()
            run()
        shown = repr(handle)
        del handle
    assert texts == [f"unclosed {shown}"]
    run()
    assert descriptors() == before


def test_a_dropped_pipe_is_closed_with_a_warning(loop: netuv.Loop, short_path: Path) -> None:
    with noted() as texts:
        handle = netuv.Pipe()
        handle.bind(str(short_path / "bound"))
        del handle
    assert len(texts) == 1 and texts[0].startswith("unclosed <Pipe fd=")


def test_an_accepted_handle_that_is_dropped_is_closed_with_a_warning(run: Run) -> None:
    def on_connection(error: Any, handle: Any) -> None:
        listener.close()

    listener = netuv.TCP()
    listener.bind(HOST)
    listener.listen(5, on_connection)
    with noted() as texts, plain.create_connection(listener.getsockname()[::2]) as peer:
        run()
        gc.collect()
        run()
        assert peer.recv(1) == b""
    assert len(texts) == 1 and texts[0].startswith("unclosed <TCP fd=")


def test_a_closed_handle_is_dropped_without_a_warning(run: Run) -> None:
    with noted() as texts:
        handle = netuv.TCP()
        handle.bind(HOST)
        handle.close()
        del handle
        gc.collect()
        run()
    assert texts == []


def test_a_handle_that_can_still_call_back_is_kept(run: Run) -> None:
    """Nobody but the loop has them: they connect, listen, read, write, end."""
    reported: list[str] = []

    def client(port: int) -> None:
        handle = netuv.TCP()
        received: list[bytes] = []

        def on_read(error: Any, data: Any) -> None:
            if data is not None:
                received.append(data)
                return
            reported.append(f"client read {b''.join(received)!r}")
            handle.close()

        def on_connect(error: Any) -> None:
            handle.write(b"hello")
            handle.read_start(on_read)
            handle.shutdown(lambda error: reported.append("client shutdown"))

        handle.connect(HOST, port, on_connect)

    def serve() -> int:
        listener = netuv.TCP()

        def on_connection(error: Any, handle: Any) -> None:
            listener.close()
            handle.read_start(lambda error, data: answer(handle, data))

        def answer(handle: Any, data: Any) -> None:
            if data is not None:
                handle.write(data, lambda error: reported.append("server written"))
            else:
                handle.shutdown(lambda error: handle.close())

        listener.bind(HOST)
        listener.listen(5, on_connection)
        return listener.getsockname().port

    with noted() as texts:
        client(serve())
        gc.collect()
        guard = netuv.set_interval(gc.collect, 1).unref()
        run()
        guard.close()
    assert texts == []
    assert sorted(reported) == [
        "client read b'hello'",
        "client shutdown",
        "server written",
    ]


def test_a_handle_with_a_timeout_is_kept_until_that_comes(run: Run) -> None:
    handle, peer = tcp_pair(run)
    reported: list[str] = []

    def wait(handle: Any) -> None:
        handle.read_start(lambda error, data: None)
        handle.set_timeout(20, lambda: (reported.append("timeout"), handle.close()))

    with peer, noted() as texts:
        wait(handle)
        del handle
        gc.collect()
        run()
    assert (reported, texts) == (["timeout"], [])


def test_a_queued_write_is_written_though_nobody_has_its_handle(run: Run) -> None:
    handle, peer = tcp_pair(run)
    size = 8 << 20
    with peer, noted() as texts:
        assert not handle.write(b"x" * size)
        del handle
        gc.collect()
        received: list[int] = []

        def read() -> None:
            while chunk := peer.recv(1 << 20):
                received.append(len(chunk))

        reader = threading.Thread(target=read)
        reader.start()
        run()
        gc.collect()  # all is written: now it is dropped, and closed
        run()
        reader.join()
    assert sum(received) == size
    assert len(texts) == 1


def test_a_socket_keeps_its_handle(run: Run) -> None:
    handle, peer = tcp_pair(run)
    with peer, noted() as texts:
        socket = netuv.Socket(handle=handle)
        closed: list[bool] = []
        socket.on("close", closed.append)
        del handle, socket
        gc.collect()
        peer.close()
        run()
    assert (closed, texts) == ([False], [])


def test_a_listening_server_is_kept_without_a_name(run: Run) -> None:
    served: list[Any] = []

    def serve() -> int:
        server = netuv.create_server(
            lambda socket: (served.append(1), socket.end(), server.close())
        )
        server.listen(0)
        return port_of(server)

    with noted() as texts:
        port = serve()
        netuv.set_timeout(lambda: (gc.collect(), netuv.connect(port, HOST)), 5)
        run()
    assert (served, texts) == ([1], [])


def test_closing_a_loop_warns_of_each_open_handle() -> None:
    loop = netuv.Loop()
    with loop:
        handles: list[Any] = [netuv.TCP(), netuv.Pipe(), netuv.TCP()]
        handles[0].bind(HOST)
        handles[2].close()
        shown = [repr(handle) for handle in handles]
        netuv.create_server().listen(0, HOST)
        netuv.Socket()
    with noted() as texts:
        loop.close()
    assert texts == [f"unclosed {one} of a loop that is closed" for one in shown[:2]]
    assert [handle.fd for handle in handles] == [-1, -1, -1]


def test_the_end_of_the_asyncio_loop_warns_of_open_handles() -> None:
    kept: list[Any] = []

    async def main() -> None:
        kept.append(netuv.TCP())
        kept[0].bind(HOST)

    with noted() as texts:
        asyncio.run(main())
    assert len(texts) == 1 and texts[0].endswith("of a loop that is closed")
    assert kept[0].fd == -1


def test_handles_open_at_exit_go_quietly() -> None:
    run_program(
        "import netuv\nhandle = netuv.TCP()\nhandle.bind('127.0.0.1')\nlost = netuv.TCP().loop\n"
        "import gc, warnings\nwarnings.simplefilter('error')",
        "-Wignore::ResourceWarning",
    )


@pytest.mark.skipif(
    platform.python_implementation() != "CPython", reason="the collector drops it, wherever it is"
)
def test_the_warning_names_the_line_that_dropped_it(loop: netuv.Loop) -> None:
    handle = netuv.TCP()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        del handle
        gc.collect()
    assert [one.filename for one in caught] == [__file__]


def test_a_handle_dropped_by_another_thread_is_closed_by_its_own(
    run: Run, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has what it needs for that
    before = descriptors()
    handles = [netuv.TCP()]
    handles[0].bind(HOST)
    with noted() as texts:
        thread = threading.Thread(target=lambda: (handles.clear(), gc.collect()))
        thread.start()
        thread.join()
    assert texts == ["unclosed <TCP>"]
    run()
    assert descriptors() == before


def test_a_handle_that_is_an_error_to_drop_is_closed_all_the_same() -> None:
    run_program(
        "import gc, os, sys, netuv\n"
        "collected = []\n"
        "sys.unraisablehook = lambda found: collected.append(found.exc_type)\n"
        "handle = netuv.TCP()\nhandle.bind('127.0.0.1')\nfd = handle.fd\n"
        "del handle\ngc.collect()\n"
        "assert collected == [ResourceWarning], collected\n"
        "try:\n    os.fstat(fd)\nexcept OSError:\n    pass\nelse:\n    raise AssertionError(fd)",
        "-Werror",
    )
