"""Every error a user can meet: its class, code, syscall, address, port and message.

One table. A row provokes an error through the public API, in the way its words say, and names what
it must carry. In a row ``{port}`` is a port that is in use, ``{shut}`` one where nobody listens,
``{path}`` the directory of the test.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import errno
import os
import pickle
import re
import socket as plain
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.peers import HOST, over_pair, reset
from support.programs import PACKAGE

import netuv
from netuv import stream
from netuv._util.errors import (
    PeerEndedError,
    invalid_arg_type,
    lookup_error,
    out_of_range,
    system_error,
)

NOBODY = 65534


class Scene:
    """What a row may use, and the ways in which an error comes out."""

    def __init__(self, run: Callable[[], None], path: Path, used: plain.socket, shut: int) -> None:
        self.run = run
        self.path = path
        self.listener = used
        self.port: int = used.getsockname()[1]
        self.shut = shut

    def text(self, template: str) -> str:
        return template.format(port=self.port, shut=self.shut, path=self.path)

    def at(self, name: str) -> str:
        return str(self.path / name)

    def emitted(self, emitter: Any, then: Callable[[], Any] | None = None) -> Any:
        """The one "error" of an emitter; ``then`` starts it, once that is listened to."""
        errors: list[Any] = []
        emitter.on("error", errors.append)
        if then is not None:
            then()
        self.run()
        assert len(errors) == 1, errors
        return errors[0]

    def reported(self, start: Callable[[Callable[..., Any]], Any]) -> Any:
        """What the callback that ``start`` is given is called with."""
        errors: list[Any] = []
        start(lambda error=None, *_: errors.append(error))
        self.run()
        assert len(errors) == 1, errors
        return errors[0]

    def raised(self, call: Callable[[], Any]) -> Any:
        """What a call raises."""
        with pytest.raises(Exception) as caught:
            call()
        return caught.value

    def connected(self, **options: Any) -> tuple[netuv.Socket, plain.socket]:
        """A connected socket, and the other end of it."""
        client = netuv.connect(port=self.port, host=HOST, **options)
        client.once("connect", lambda: client.unref())
        client.pause()
        self.run()
        client.ref()
        return client, self.listener.accept()[0]


@pytest.fixture
def scene(run: Callable[[], None], short_path: Path, port: int) -> Iterator[Scene]:
    with plain.create_server((HOST, 0)) as listener:
        yield Scene(run, short_path, listener, port)


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """As a user who is not root, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


# -- ways that take more than a line ------------------------------------------------------------


def dead_path(scene: Scene) -> str:
    """A socket's file that nobody listens on."""
    with plain.socket(plain.AF_UNIX) as gone:
        gone.bind(scene.at("dead"))
    return scene.at("dead")


def private_path(scene: Scene) -> str:
    """A path in a directory that others may not enter."""
    os.mkdir(scene.at("private"), 0o000)
    return scene.at("private/socket")


def connect_without_rights(scene: Scene) -> Any:
    path = private_path(scene)
    with without_rights():
        return scene.emitted(netuv.connect(path))


def listen_without_rights(scene: Scene) -> Any:
    path = private_path(scene)
    with without_rights():
        return scene.emitted(netuv.create_server().listen(path))


def listen_on_a_low_port(scene: Scene) -> Any:
    with without_rights():
        with plain.socket() as probe, contextlib.suppress(PermissionError):
            probe.bind((HOST, 81))
            pytest.skip("anybody may bind port 81 here")
        return scene.emitted(netuv.create_server().listen(81, HOST))


def listen_on_a_plain_file(scene: Scene) -> Any:
    Path(scene.at("file")).touch()
    return scene.emitted(netuv.create_server().listen(scene.at("file")))


def listen_below_a_plain_file(scene: Scene) -> Any:
    Path(scene.at("file")).touch()
    return scene.emitted(netuv.create_server().listen(scene.at("file/socket")))


def finds(*found: tuple[Any, Any]) -> Callable[..., None]:
    """A lookup function that gives these addresses."""

    def lookup(hostname: str, callback: Any, *, all: bool, **_: Any) -> None:
        if all:
            callback(None, list(found))
        else:
            callback(None, *found[0])

    return lookup


def looked_up(scene: Scene, *found: tuple[Any, Any], **options: Any) -> Any:
    """The error of a connect() whose lookup gives these."""
    wanted = {"port": scene.shut, "host": "h.test", "lookup": finds(*found), **options}
    return scene.emitted(netuv.connect(**wanted))


def blocked(scene: Scene) -> Any:
    rules = netuv.BlockList()
    rules.add_address(HOST)
    return scene.emitted(netuv.connect(port=scene.port, host=HOST, block_list=rules))


def hanging_attempt(scene: Scene) -> Any:
    """An attempt that nobody answers, given up for one that is refused."""

    class Deaf(netuv.TCP):
        def connect(self, address: str, port: int) -> None:
            if address != "127.0.0.9":
                super().connect(address, port)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("netuv._net.connect.TCP", Deaf)
        error = looked_up(
            scene,
            ("127.0.0.9", 4),
            (HOST, 4),
            auto_select_family=True,
            auto_select_family_attempt_timeout=10,
        )
    return error.errors[0]


def aborted(scene: Scene) -> Any:
    controller = netuv.AbortController()
    client = netuv.connect(port=scene.port, host=HOST, signal=controller.signal)
    return scene.emitted(client, controller.abort)


def reset_by_peer(scene: Scene) -> Any:
    client, peer = scene.connected()
    return scene.emitted(client, lambda: (reset(peer), client.resume()))


def written_after_peers_end(scene: Scene) -> Any:
    """The peer has ended, so has the socket by itself, and then it is written to."""
    client, peer = scene.connected()
    peer.close()

    def start(done: Callable[..., Any]) -> None:
        client.on("close", lambda had_error: client.write(b"late", done))
        client.resume()

    return scene.reported(start)


def written_to_nobody(scene: Scene) -> Any:
    """The peer has closed with bytes unread: what is written after that meets its reset."""
    client, peer = scene.connected(allow_half_open=True)
    with client_end(client) as raw:
        raw.send(b"unread")
    peer.close()

    def write_until_it_fails() -> None:
        if not client.destroyed:
            client.write(b"more")
            netuv.set_immediate(write_until_it_fails)

    return scene.emitted(client, write_until_it_fails)


@contextlib.contextmanager
def client_end(client: netuv.Socket) -> Iterator[plain.socket]:
    with plain.socket(fileno=os.dup(client._handle.fd)) as raw:
        raw.setblocking(False)  # as it was: PyPy has it block
        yield raw


def written_when_closed_while_connecting(scene: Scene) -> Any:
    client = netuv.connect(scene.port, HOST)
    return scene.reported(lambda done: (client.write(b"lost", done), client.destroy()))


def reset_a_pipe(scene: Scene) -> Any:
    server = netuv.create_server().listen(scene.at("pipe"))
    client = netuv.connect(scene.at("pipe"))
    error = scene.raised(client.reset_and_destroy)
    client.destroy()
    server.close()
    return error


def listen_twice(scene: Scene) -> Any:
    server = netuv.create_server().listen(0)
    error = scene.raised(lambda: server.listen(0))
    server.close()
    return error


def listen_on_a_connected_socket(scene: Scene) -> Any:
    client, peer = scene.connected()
    client.on("error", lambda error: None)
    server = netuv.create_server()
    error = scene.emitted(server, lambda: (server.listen(client), client.destroy()))
    peer.close()
    return error


def from_another_thread(scene: Scene) -> Any:
    server = netuv.create_server().listen(0)
    errors: list[Any] = []

    def call() -> None:
        errors.append(scene.raised(server.close))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    server.close()
    return errors[0]


def run_in_run(scene: Scene) -> Any:
    return scene.reported(lambda done: netuv.next_tick(lambda: done(scene.raised(netuv.run))))


def wrong_write_target(scene: Scene) -> Any:
    socket, peer = over_pair(writable=False)
    with peer, pytest.MonkeyPatch.context() as patch:
        patch.setattr("netuv._loop.debug.on", True)
        socket._write_target = 7
        error = scene.raised(scene.run)
    socket.destroy()
    return error


def closed_loop(scene: Scene) -> Any:
    loop = netuv.Loop()
    loop.close()
    return scene.raised(loop.run)


def asked_in_a_forked_child(scene: Scene) -> Any:
    """The child reports to its parent what the parent's loop answers it."""
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    server = netuv.create_server().listen(0)
    reader, writer = os.pipe()
    with warnings.catch_warnings():  # of the threads of pytest's workers, from Python 3.12 on
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            server.close()
        except netuv.StateError as error:
            os.write(writer, f"{error.code}\n{error}".encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, encoding="utf-8") as reported:
        code, _, message = reported.read().partition("\n")
    os.waitpid(child, 0)
    server.close()
    return netuv.StateError(code, message)


def in_asyncio(scene: Scene, call: Callable[[], Any]) -> Any:
    """What a call raises inside a running asyncio loop, in a thread without a loop of ours."""
    errors: list[Any] = []

    async def main() -> None:
        errors.append(scene.raised(call))

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
    return errors[0]


def listening_in_vain(scene: Scene, handle: netuv.TCP) -> Any:
    """What a handle raises that is to report to somebody else than its socket."""
    netuv.Socket(handle=handle)
    return scene.raised(lambda: handle.read_start(print))


def watched_wrongly(scene: Scene) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETUV_AIO", "magic")
        return in_asyncio(scene, netuv.get_loop)


def premature_close(scene: Scene) -> Any:
    readable = stream.Readable(read=lambda self, size: None)
    return scene.reported(lambda done: (stream.finished(readable, done), readable.destroy()))


def called_back_twice(scene: Scene) -> Any:
    def write(self: Any, chunk: bytes, encoding: str, callback: Any) -> None:
        callback()
        callback()

    writable = stream.Writable(write=write)
    return scene.emitted(writable, lambda: writable.write(b"chunk"))


def ended_twice(scene: Scene) -> Any:
    writable = stream.Writable(write=lambda self, chunk, encoding, callback: callback())
    writable.end()
    return scene.reported(lambda done: writable.on("finish", lambda: writable.end(done)))


def pushed_after_the_end(scene: Scene) -> Any:
    readable = stream.Readable(read=lambda self, size: None)
    return scene.emitted(readable, lambda: (readable.push(None), readable.push(b"late")))


def unshifted_after_the_end(scene: Scene) -> Any:
    readable = stream.Readable(read=lambda self, size: self.push(None))
    readable.on("end", lambda: readable.unshift(b"late"))
    return scene.emitted(readable, readable.resume)


def piped_from_a_writable(scene: Scene) -> Any:
    writable = stream.Writable(write=lambda self, chunk, encoding, callback: callback())
    return scene.emitted(writable, lambda: writable.pipe(stream.PassThrough()))


def stage_that_gives_nothing(scene: Scene) -> Any:
    return scene.reported(lambda done: stream.pipeline(lambda: 5, stream.PassThrough(), done))


def ended_socket(scene: Scene) -> netuv.Socket:
    client, peer = scene.connected(allow_half_open=True)
    peer.close()
    client.end()
    client.resume()
    return client


# -- the table -----------------------------------------------------------------------------------


class Row(NamedTuple):
    """How to provoke an error, and what it is."""

    words: str
    provoke: Callable[[Scene], Any]
    kind: type[BaseException]
    code: str
    message: str
    syscall: str | None = None
    address: str | None = None
    port: str | None = None


TOO_LONG = "x" * 120
NO_SHUT = f"connect ECONNREFUSED {HOST}:{{shut}}"

CONNECTING = [
    Row(
        "a port where nobody listens",
        lambda s: s.emitted(netuv.connect(s.shut, HOST)),
        ConnectionRefusedError,
        "ECONNREFUSED",
        NO_SHUT,
        "connect",
        HOST,
        "{shut}",
    ),
    Row(
        "a port where nobody listens, by name",
        lambda s: looked_up(s, (HOST, 4)),
        ConnectionRefusedError,
        "ECONNREFUSED",
        NO_SHUT,
        "connect",
        HOST,
        "{shut}",
    ),
    Row(
        "an IPv6 port where nobody listens",
        lambda s: s.emitted(netuv.connect(s.shut, "::1")),
        ConnectionRefusedError,
        "ECONNREFUSED",
        "connect ECONNREFUSED ::1:{shut}",
        "connect",
        "::1",
        "{shut}",
    ),
    Row(
        "a path that is not there",
        lambda s: s.emitted(netuv.connect(s.at("nothing"))),
        FileNotFoundError,
        "ENOENT",
        "connect ENOENT {path}/nothing",
        "connect",
        "{path}/nothing",
    ),
    Row(
        "a path where nobody listens any more",
        lambda s: s.emitted(netuv.connect(dead_path(s))),
        ConnectionRefusedError,
        "ECONNREFUSED",
        "connect ECONNREFUSED {path}/dead",
        "connect",
        "{path}/dead",
    ),
    Row(
        "a path that is not permitted",
        connect_without_rights,
        PermissionError,
        "EACCES",
        "connect EACCES {path}/private/socket",
        "connect",
        "{path}/private/socket",
    ),
    Row(
        "a path that is too long",
        lambda s: s.emitted(netuv.connect(s.at(TOO_LONG))),
        OSError,
        "ENAMETOOLONG",
        "connect ENAMETOOLONG {path}/" + TOO_LONG,
        "connect",
        "{path}/" + TOO_LONG,
    ),
    Row(
        "a local port in use",
        lambda s: s.emitted(
            netuv.connect(port=s.shut, host=HOST, local_address=HOST, local_port=s.port)
        ),
        OSError,
        "EADDRINUSE",
        f"bind EADDRINUSE {HOST}:{{port}}",
        "bind",
        HOST,
        "{port}",
    ),
    Row(
        "a local address of another machine",
        lambda s: s.emitted(netuv.connect(port=s.port, host=HOST, local_address="203.0.113.1")),
        OSError,
        "EADDRNOTAVAIL",
        "bind EADDRNOTAVAIL 203.0.113.1",
        "bind",
        "203.0.113.1",
    ),
    Row(
        "a local address of the other family",
        lambda s: s.emitted(netuv.connect(port=s.port, host=HOST, local_address="::1")),
        OSError,
        "EINVAL",
        "bind EINVAL ::1",
        "bind",
        "::1",
    ),
    Row(
        "several addresses that all refuse",
        lambda s: looked_up(s, (HOST, 4), ("127.0.0.2", 4), auto_select_family=True),
        netuv.AggregateError,
        "ECONNREFUSED",
        f"{NO_SHUT}; connect ECONNREFUSED 127.0.0.2:{{shut}}",
    ),
    Row(
        "an address that does not answer in time",
        hanging_attempt,
        TimeoutError,
        "ETIMEDOUT",
        "connect ETIMEDOUT 127.0.0.9:{shut}",
        "connect",
        "127.0.0.9",
        "{shut}",
    ),
    Row(
        "a blocked address",
        blocked,
        netuv.StateError,
        "ERR_IP_BLOCKED",
        f"IP({HOST}) is blocked by net.BlockList",
    ),
    Row("a signal", aborted, netuv.AbortError, "ABORT_ERR", "The operation was aborted"),
    Row(
        "a name that cannot be one",
        lambda s: s.emitted(netuv.connect(s.port, "a..b")),
        plain.gaierror,
        "ENOTFOUND",
        "getaddrinfo ENOTFOUND a..b",
        "getaddrinfo",
    ),
    Row(
        "a lookup that gives no address",
        lambda s: looked_up(s, ("h.test", 4)),
        ValueError,
        "ERR_INVALID_IP_ADDRESS",
        "Invalid IP address: h.test",
    ),
    Row(
        "a lookup that gives no family",
        lambda s: looked_up(s, (HOST, 5)),
        ValueError,
        "ERR_INVALID_ADDRESS_FAMILY",
        "Invalid address family: 5 h.test:{shut}",
        port="{shut}",
    ),
    Row(
        "a lookup that gives the wrong family",
        lambda s: looked_up(s, (HOST, 6)),
        OSError,
        "EINVAL",
        f"connect EINVAL {HOST}:{{shut}}",
        "connect",
        HOST,
        "{shut}",
    ),
    Row(
        "a lookup that finds nothing",
        lambda s: looked_up(s, auto_select_family=True),
        plain.gaierror,
        "ENOTFOUND",
        "getaddrinfo ENOTFOUND h.test",
        "getaddrinfo",
    ),
    Row(
        "neither a port nor a path",
        lambda s: s.raised(lambda: netuv.connect(host=HOST)),
        TypeError,
        "ERR_MISSING_ARGS",
        'The "options" or "port" or "path" argument must be specified',
    ),
    Row(
        "a port that is none",
        lambda s: s.raised(lambda: netuv.connect(65536, HOST)),
        ValueError,
        "ERR_SOCKET_BAD_PORT",
        "Port should be >= 0 and < 65536. Received type int (65536).",
    ),
    Row(
        "a port that is no number",
        lambda s: s.raised(lambda: netuv.connect(port=[80])),
        TypeError,
        "ERR_INVALID_ARG_TYPE",
        'The "options.port" property must be one of type number or string.'
        " Received an instance of list",
    ),
    Row(
        "an attempt timeout that is none",
        lambda s: s.raised(
            lambda: netuv.connect(port=1, host=HOST, auto_select_family_attempt_timeout=0)
        ),
        ValueError,
        "ERR_OUT_OF_RANGE",
        'The value of "options.auto_select_family_attempt_timeout" is out of range.'
        " It must be >= 1 && <= 2147483647. Received 0",
    ),
    Row(
        "a local address that is none",
        lambda s: s.raised(lambda: netuv.connect(port=1, host=HOST, local_address="x")),
        ValueError,
        "ERR_INVALID_IP_ADDRESS",
        "Invalid IP address: x",
    ),
    Row(
        "hints that are none",
        lambda s: s.raised(lambda: netuv.dns.lookup("h.test", print, hints=1 << 20)),
        ValueError,
        "ERR_INVALID_ARG_VALUE",
        "The argument 'hints' is invalid. Received 1048576",
    ),
    Row(
        "a descriptor that is no connection",
        lambda s: s.raised(lambda: netuv.Socket(fd=os.open("/", os.O_RDONLY))),
        TypeError,
        "ERR_INVALID_FD_TYPE",
        "Unsupported fd type: UNKNOWN",
    ),
]

LISTENING = [
    Row(
        "a port in use",
        lambda s: s.emitted(netuv.create_server().listen(s.port, HOST)),
        OSError,
        "EADDRINUSE",
        f"listen EADDRINUSE: address already in use {HOST}:{{port}}",
        "listen",
        HOST,
        "{port}",
    ),
    Row(
        "a path in use",
        listen_on_a_plain_file,
        OSError,
        "EADDRINUSE",
        "listen EADDRINUSE: address already in use {path}/file",
        "listen",
        "{path}/file",
    ),
    Row(
        "an address of another machine",
        lambda s: s.emitted(netuv.create_server().listen(0, "203.0.113.1")),
        OSError,
        "EADDRNOTAVAIL",
        "listen EADDRNOTAVAIL: address not available 203.0.113.1",
        "listen",
        "203.0.113.1",
    ),
    Row(
        "a port for root alone",
        listen_on_a_low_port,
        PermissionError,
        "EACCES",
        f"listen EACCES: permission denied {HOST}:81",
        "listen",
        HOST,
        "81",
    ),
    Row(
        "a path that is not permitted",
        listen_without_rights,
        PermissionError,
        "EACCES",
        "listen EACCES: permission denied {path}/private/socket",
        "listen",
        "{path}/private/socket",
    ),
    Row(
        "a path in a missing directory, which libuv calls not permitted",
        lambda s: s.emitted(netuv.create_server().listen(s.at("missing/socket"))),
        PermissionError,
        "EACCES",
        "listen EACCES: permission denied {path}/missing/socket",
        "listen",
        "{path}/missing/socket",
    ),
    Row(
        "a path below a plain file",
        listen_below_a_plain_file,
        NotADirectoryError,
        "ENOTDIR",
        "listen ENOTDIR: not a directory {path}/file/socket",
        "listen",
        "{path}/file/socket",
    ),
    Row(
        "a path that is too long",
        lambda s: s.emitted(netuv.create_server().listen(s.at(TOO_LONG))),
        OSError,
        "ENAMETOOLONG",
        "listen ENAMETOOLONG: name too long {path}/" + TOO_LONG,
        "listen",
        "{path}/" + TOO_LONG,
    ),
    Row(
        "a name that cannot be one",
        lambda s: s.emitted(netuv.create_server().listen(0, "a..b")),
        plain.gaierror,
        "ENOTFOUND",
        "getaddrinfo ENOTFOUND a..b",
        "getaddrinfo",
    ),
    Row(
        "a descriptor that is closed",
        lambda s: s.emitted(netuv.create_server().listen(fd=9999)),
        OSError,
        "EINVAL",
        "listen EINVAL: invalid argument",
        "listen",
    ),
    Row(
        "the handle of a connection",
        listen_on_a_connected_socket,
        OSError,
        "EINVAL",
        "listen EINVAL: invalid argument",
        "listen",
    ),
    Row(
        "a second time",
        listen_twice,
        netuv.StateError,
        "ERR_SERVER_ALREADY_LISTEN",
        "Listen method has been called more than once without closing.",
    ),
    Row(
        "close() of a server that does not listen",
        lambda s: s.reported(netuv.create_server().close),
        netuv.StateError,
        "ERR_SERVER_NOT_RUNNING",
        "Server is not running.",
    ),
    Row(
        "neither a port nor a path",
        lambda s: s.raised(lambda: netuv.create_server().listen(host=HOST)),
        ValueError,
        "ERR_INVALID_ARG_VALUE",
        'The argument \'options\' must have the property "port" or "path".'
        f" Received {{{{'host': '{HOST}'}}}}",
    ),
    Row(
        "a port that is none",
        lambda s: s.raised(lambda: netuv.create_server().listen(-1)),
        ValueError,
        "ERR_SOCKET_BAD_PORT",
        "options.port should be >= 0 and < 65536. Received type int (-1).",
    ),
    Row(
        "a blocked subnet that is none",
        lambda s: s.raised(lambda: netuv.BlockList().add_subnet("1.2.3", 8)),
        ValueError,
        "ERR_INVALID_ADDRESS",
        "Invalid socket address",
    ),
]

WRITING = [
    Row(
        "write() after end()",
        lambda s: s.emitted(client := ended_socket(s), lambda: client.write(b"late")),
        netuv.ClosedError,
        "ERR_STREAM_WRITE_AFTER_END",
        "write after end",
    ),
    Row(
        "write() after destroy()",
        lambda s: s.reported(lambda done: netuv.Socket().destroy().write(b"late", done)),
        netuv.ClosedError,
        "ERR_STREAM_DESTROYED",
        "Cannot call write after a stream was destroyed",
    ),
    Row(
        "write() without a connection",
        lambda s: s.emitted(client := netuv.Socket(), lambda: client.write(b"lost")),
        netuv.ClosedError,
        "ERR_SOCKET_CLOSED",
        "Socket is closed",
    ),
    Row(
        "reset_and_destroy() without a connection",
        lambda s: s.emitted(client := netuv.Socket(), client.reset_and_destroy),
        netuv.ClosedError,
        "ERR_SOCKET_CLOSED",
        "Socket is closed",
    ),
    Row(
        "reset_and_destroy() of a pipe",
        reset_a_pipe,
        TypeError,
        "ERR_INVALID_HANDLE_TYPE",
        "This handle type cannot be sent",
    ),
    Row(
        "a write that destroy() overtakes while connecting",
        written_when_closed_while_connecting,
        netuv.ClosedError,
        "ERR_SOCKET_CLOSED_BEFORE_CONNECTION",
        "Socket closed before the connection was established",
    ),
    Row(
        "a peer that resets the connection",
        reset_by_peer,
        ConnectionResetError,
        "ECONNRESET",
        "read ECONNRESET",
        "read",
    ),
    Row(
        "write() after both ends have ended",
        written_after_peers_end,
        BrokenPipeError,
        "EPIPE",
        "This socket has been ended by the other party"
        " (allow_half_open=True keeps its writing side open)",
        "write",
    ),
    Row(
        "write() to a peer that is gone",
        written_to_nobody,
        ConnectionResetError,
        "ECONNRESET",
        "write ECONNRESET",
        "write",
    ),
    Row(
        "write(None)",
        lambda s: s.raised(lambda: netuv.Socket().write(None)),
        TypeError,
        "ERR_STREAM_NULL_VALUES",
        "May not write null values to stream",
    ),
    Row(
        "write() of what is no chunk",
        lambda s: s.raised(lambda: netuv.Socket().write(5)),
        TypeError,
        "ERR_INVALID_ARG_TYPE",
        'The "chunk" argument must be of type str or an instance of bytes or a bytes-like object.'
        " Received type int (5)",
    ),
    Row(
        "an encoding that nobody knows",
        lambda s: s.raised(lambda: netuv.Socket().set_encoding("utf5")),
        ValueError,
        "ERR_UNKNOWN_ENCODING",
        "Unknown encoding: utf5",
    ),
    Row(
        "set_secure()",
        lambda s: s.raised(netuv.Socket().set_secure),
        netuv.StateError,
        "ERR_METHOD_NOT_IMPLEMENTED",
        "set_secure() is gone: run Python's ssl.SSLObject over this socket's data",
    ),
]

STREAMS = [
    Row(
        "a stream destroyed before it was over",
        premature_close,
        netuv.ClosedError,
        "ERR_STREAM_PREMATURE_CLOSE",
        "Premature close",
    ),
    Row(
        "end() of a stream that has finished",
        ended_twice,
        netuv.StateError,
        "ERR_STREAM_ALREADY_FINISHED",
        "Cannot call end after a stream was finished",
    ),
    Row(
        "push() after the end",
        pushed_after_the_end,
        netuv.StateError,
        "ERR_STREAM_PUSH_AFTER_EOF",
        "stream.push() after EOF",
    ),
    Row(
        "unshift() after the end",
        unshifted_after_the_end,
        netuv.StateError,
        "ERR_STREAM_UNSHIFT_AFTER_END_EVENT",
        "stream.unshift() after end event",
    ),
    Row(
        "pipe() of a stream that cannot be read",
        piped_from_a_writable,
        netuv.StateError,
        "ERR_STREAM_CANNOT_PIPE",
        "Cannot pipe, not readable",
    ),
    Row(
        "a stream that calls back twice",
        called_back_twice,
        netuv.StateError,
        "ERR_MULTIPLE_CALLBACK",
        "Callback called multiple times",
    ),
    Row(
        "a pipeline's function that gives no stream",
        lambda s: s.raised(lambda: stage_that_gives_nothing(s)),
        TypeError,
        "ERR_INVALID_RETURN_VALUE",
        'Expected Iterable, AsyncIterable or Stream to be returned from the "source" function'
        " but got type int (5).",
    ),
]

PROGRAMS = [
    Row(
        'an "error" that nobody listens to and that is no exception',
        lambda s: s.raised(lambda: netuv.EventEmitter().emit("error", 5)),
        netuv.StateError,
        "ERR_UNHANDLED_ERROR",
        "Unhandled error. (5)",
    ),
    Row(
        "a call from another thread",
        from_another_thread,
        netuv.StateError,
        "ERR_WRONG_THREAD",
        "This loop belongs to another thread; use loop.call_soon_threadsafe()",
    ),
    Row(
        "run() inside run()",
        run_in_run,
        netuv.StateError,
        "ERR_LOOP_RUNNING",
        "The loop is running already",
    ),
    Row(
        "a decision that is not what it would be now",
        wrong_write_target,
        netuv.StateError,
        "ERR_INTERNAL_ASSERTION",
        "netuv's own fault: a socket's write target is 7, but would be 0",
    ),
    Row("a closed loop", closed_loop, netuv.StateError, "ERR_LOOP_CLOSED", "The loop is closed"),
    Row(
        "a forked child",
        asked_in_a_forked_child,
        netuv.StateError,
        "ERR_LOOP_FORKED",
        "This loop was made before a fork() and stays with the parent; make a new one",
    ),
    Row(
        "async code outside asyncio",
        lambda s: s.raised(lambda: netuv.dns.lookup("localhost")),
        netuv.StateError,
        "ERR_ASYNC_OUTSIDE_ASYNCIO",
        "A lookup without a callback needs a running asyncio loop",
    ),
    Row(
        "callbacks for a socket's handle",
        lambda s: listening_in_vain(s, netuv.TCP()),
        netuv.StateError,
        "ERR_HANDLE_IN_USE",
        "This handle belongs to a Socket, which hears of its events",
    ),
    Row(
        "run() inside asyncio",
        lambda s: in_asyncio(s, netuv.run),
        netuv.StateError,
        "ERR_LOOP_ATTACHED",
        "The asyncio loop runs this loop: it has no run() of its own",
    ),
    Row(
        "a NETUV_AIO that is none",
        watched_wrongly,
        netuv.StateError,
        "ERR_INVALID_STATE",
        "NETUV_AIO must be 'reader' or 'thread', not 'magic'",
    ),
    Row(
        "a signal made by hand",
        lambda s: s.raised(netuv.AbortSignal),
        TypeError,
        "ERR_ILLEGAL_CONSTRUCTOR",
        "Illegal constructor",
    ),
]

TABLE = {"connect": CONNECTING, "listen": LISTENING, "write": WRITING}
TABLE.update({"stream": STREAMS, "program": PROGRAMS})
ROWS = [pytest.param(row, id=f"{part}: {row.words}") for part in TABLE for row in TABLE[part]]


def message_of(error: Any) -> str:
    return str(error.strerror if isinstance(error, OSError) else error)


@pytest.mark.parametrize("row", ROWS)
def test_an_error_has_its_class_code_and_message(scene: Scene, row: Row) -> None:
    error = row.provoke(scene)
    assert isinstance(error, row.kind)
    assert error.code == row.code
    assert message_of(error) == scene.text(row.message)
    fields = tuple(getattr(error, name, None) for name in ("syscall", "address", "port"))
    port = None if row.port is None else int(scene.text(row.port))
    if row.kind is netuv.ClosedError:
        assert isinstance(error, (netuv.StateError, ConnectionError)) and error.errno is None
    elif isinstance(error, OSError) and not isinstance(error, plain.gaierror):
        assert errno.errorcode[error.errno] == row.code
    assert fields == (row.syscall, row.address and scene.text(row.address), port)


def test_every_code_of_the_package_is_in_the_table() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    codes = set(re.findall(r'"(ERR_[A-Z_]+|ABORT_ERR)"', source))
    assert len(codes) > 30
    assert codes - {row.code for part in TABLE.values() for row in part} == set()


CLOSED = [row for part in TABLE.values() for row in part if row.kind is netuv.ClosedError]


@pytest.mark.parametrize("row", CLOSED, ids=lambda row: row.words)
def test_except_oserror_catches_what_a_closed_connection_refuses(scene: Scene, row: Row) -> None:
    error = row.provoke(scene)
    for kind in (OSError, ConnectionError, netuv.StateError, RuntimeError, netuv.ClosedError):
        with pytest.raises(kind):
            raise error


def test_a_write_to_a_socket_ended_by_its_peer_is_a_broken_pipe_and_a_closed_error(
    scene: Scene,
) -> None:
    error = written_after_peers_end(scene)
    assert isinstance(error, BrokenPipeError) and isinstance(error, netuv.ClosedError)
    assert (error.errno, error.code, error.syscall) == (errno.EPIPE, "EPIPE", "write")
    assert str(error) == f"[Errno {errno.EPIPE}] {error.strerror}"


ONE_OF_EACH = {
    "StateError": lambda: netuv.StateError("ERR_A", "a state"),
    "ClosedError": lambda: netuv.ClosedError("ERR_A", "gone"),
    "AbortError": lambda: netuv.AbortError("stopped", cause=LookupError("why")),
    "AggregateError": lambda: netuv.AggregateError(
        [system_error("EPIPE", "write"), netuv.ClosedError("ERR_B", "gone")]
    ),
    "system": lambda: system_error("ECONNREFUSED", "connect", address=HOST, port=80),
    "lookup": lambda: lookup_error("ENOTFOUND", "h.test"),
    "peer": lambda: PeerEndedError("ended"),
    "type": lambda: invalid_arg_type("port", "of type number", []),
    "value": lambda: out_of_range("port", ">= 0", -1),
}
COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{
        f"pickle {number}": lambda error, number=number: pickle.loads(pickle.dumps(error, number))
        for number in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_an_error_is_copied_and_pickled_whole(kind: str, how: str) -> None:
    error: Any = ONE_OF_EACH[kind]()
    error.more = "added by somebody"
    other = COPIES[how](error)
    assert type(other) is type(error) and other is not error
    assert (str(other), repr(other), repr(other.args)) == (
        str(error),
        repr(error),
        repr(error.args),
    )
    names = ("code", "errno", "strerror", "syscall", "address", "port", "hostname", "more")
    for name in names:
        assert getattr(other, name, None) == getattr(error, name, None), name
    assert repr(getattr(other, "errors", None)) == repr(getattr(error, "errors", None))


def test_a_subclass_of_an_error_with_arguments_of_its_own_is_copied() -> None:
    class Mine(netuv.ClosedError):
        def __init__(self, number: int) -> None:
            super().__init__("ERR_MINE", f"number {number}")
            self.number = number

    other = copy.copy(Mine(5))
    assert (type(other), str(other), other.code, other.number) == (Mine, "number 5", "ERR_MINE", 5)


class Bad(Exception):
    """Its constructor makes its argument from another: a copy would say "bad bad thing"."""

    def __init__(self, name: str) -> None:
        super().__init__("bad " + name)


class BadWithCode(Bad):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.code = "EBAD"


class Copied(Exception):
    def __copy__(self) -> Copied:
        return Copied("another")


@pytest.mark.parametrize("make", [Bad, BadWithCode, Copied])
def test_an_error_that_no_copy_equals_is_emitted_as_it_is(make: Any) -> None:
    def fail() -> None:
        error = make("thing")
        text.append(str(error))
        raise error

    text: list[str] = []
    socket = netuv.Socket()
    try:
        fail()
    except make as error:
        socket.destroy(error)
    with pytest.raises(make) as raised:
        netuv.run()
    netuv.run()
    assert [str(raised.value), str(socket.errored)] == text * 2


@pytest.mark.parametrize("make", [Bad, BadWithCode, Copied])
def test_an_await_raises_an_error_that_no_copy_equals_as_it_is(make: Any) -> None:
    async def main() -> list[str]:
        socket = netuv.Socket()
        socket.destroy(make("thing"))
        texts = []
        for wait in (socket.drain, socket.read_line, socket.drain):
            with pytest.raises(make) as raised:
                await wait()
            texts.append(str(raised.value))
        return texts

    assert asyncio.run(main()) == [str(make("thing"))] * 3
