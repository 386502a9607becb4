"""What is done to an object after its end, its loop's, its thread's, or in a forked child.

Every public method and property of every public class is used. Nothing crashes (the suite runs
under AddressSanitizer as well), nobody else's connection sees a byte of it, what would reach
the core of a loop that is over is a StateError, and a property gives what it gave before.
"""

from __future__ import annotations

import array
import asyncio
import contextlib
import gc
import inspect
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.peers import HOST

import netuv
from netuv import stream

LOOP_IS_OVER = {"ERR_LOOP_CLOSED", "ERR_WRONG_THREAD", "ERR_LOOP_FORKED"}
REFUSALS = (netuv.StateError, netuv.AbortError, OSError, TypeError, ValueError)
SECRET = b"for the bank alone"


# The descriptor is gone, and with it what the lanes write to.
NOT_KEPT = {"fd", "stream_id", "write_target", "loop"}


def nothing(*_: object) -> None:
    """A listener, a callback."""


# What a method is called with; all others without arguments.
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "write": (SECRET,),
    "end": (SECRET,),
    "push": (SECRET,),
    "unshift": (SECRET,),
    "connect": (1, HOST),
    "listen": (0, HOST),
    "open": (0,),
    "bind": (HOST, 0),
    "pipe": (stream.PassThrough,),
    "wrap": (netuv.EventEmitter,),
    "set_timeout": (5000,),
    "set_keep_alive": (True, 1),
    "set_max_connections": (5,),
    "set_accepting": (True,),
    "set_sink": (nothing,),
    "use_user_buffer": (bytearray(10),),
    "fchmod": (netuv.Pipe.READABLE,),
    "shutdown": (5000,),
    "get_connections": (nothing,),
    "set_encoding": ("utf8",),
    "set_default_encoding": ("utf8",),
    "set_max_listeners": (20,),
    "next_tick": (nothing,),
    "set_immediate": (nothing,),
    "set_interval": (nothing, 5000),
    "call_soon_threadsafe": (nothing,),
    "read_exactly": (1,),
    "read_until": (b"x",),
    "emit": ("x",),
    "event_names": (),
    **dict.fromkeys(("listener_count", "listeners", "raw_listeners"), ("data",)),
    **dict.fromkeys(("on", "once", "add_listener", "prepend_listener"), ("data", nothing)),
    **dict.fromkeys(("prepend_once_listener", "off", "remove_listener"), ("data", nothing)),
}
OF_A_HANDLE = {
    "listen": (5, nothing),
    "read_start": (nothing,),
    "shutdown": (nothing,),
    "set_timeout": (5000, nothing),
    "connect": (HOST, 1, nothing),
}
OF_A_LOOP = {"set_timeout": (nothing, 5000)}
OF_A_PIPE = {"bind": ("/nowhere/at/all",), "connect": ("/nowhere/at/all", nothing)}

# What reaches the core, or the loop's queues, whatever the object's state is.
REACHES: dict[type, set[str]] = {
    netuv.Socket: {
        *("write", "end", "cork", "uncork", "pause", "resume", "read", "push", "pipe", "wrap"),
        *("connect", "reset_and_destroy", "destroy_soon", "set_no_delay", "ref", "unref"),
        *("set_keep_alive", "set_timeout"),
    },
    netuv.Server: {
        *("listen", "close", "ref", "unref", "pause", "get_connections", "shutdown"),
    },
    netuv.TCP: {"read_stop", "listen", "write", "set_no_delay", "set_keep_alive", "touch", "open"},
    netuv.Pipe: {"read_stop", "listen", "write", "fchmod", "touch", "open", "connect", "unref"},
    netuv.Loop: {
        *("run", "run_once", "run_nowait", "now", "stop", "next_tick", "set_immediate"),
        *("set_timeout", "set_interval"),
    },
    stream.Writable: {"write", "end", "cork", "uncork"},
    stream.Readable: {"read", "resume", "pause", "push", "unshift"},
}


class Objects:
    """One of each class, in as many states as matter, on the current loop."""

    def __init__(self, path: Path) -> None:
        self.path = str(path / f"s{os.getpid()}-{threading.get_ident()}")
        self.made: dict[str, Any] = {"loop": netuv.get_loop()}
        self.served: list[netuv.Socket] = []

    def make(self, then: Callable[[], None]) -> None:
        """``then()`` is called once all is connected."""
        made = self.made
        made["server"] = netuv.create_server(self.accept).listen(0, HOST)
        made["path server"] = netuv.create_server(self.accept).listen(self.path)
        made["new socket"] = netuv.Socket()
        made["new server"] = netuv.Server()
        made["handle"], made["pipe"] = netuv.TCP(), netuv.Pipe()
        made["bound handle"] = netuv.TCP()
        made["bound handle"].bind(HOST)
        made["timeout"] = netuv.set_timeout(nothing, 60_000)
        made["interval"] = netuv.set_interval(nothing, 60_000)
        made["immediate"] = netuv.set_immediate(nothing).unref()
        made["controller"] = netuv.AbortController()
        made["signal"] = made["controller"].signal
        made["timed signal"] = netuv.AbortSignal.timeout(60_000)
        made["readable"] = stream.Readable(read=nothing)
        made["writable"] = stream.Writable(write=lambda s, c, e, done: done(None))
        made["duplex"] = stream.Duplex(read=nothing, write=nothing)
        made["transform"], made["passthrough"] = stream.Transform(), stream.PassThrough()
        made["rules"], made["address"] = netuv.BlockList(), netuv.SocketAddress()
        made["emitter"] = netuv.EventEmitter()
        made["server"].on("listening", lambda: self.connect(then))

    def accept(self, socket: netuv.Socket) -> None:
        socket.on("error", nothing)
        self.served.append(socket)

    def connect(self, then: Callable[[], None]) -> None:
        made, port = self.made, self.made["server"].address().port
        made["client"] = netuv.connect(port, HOST)
        made["queueing"] = netuv.connect(port, HOST)
        made["unix client"] = netuv.connect(self.path)
        waiting = ["client", "queueing", "unix client"]

        def up(name: str) -> None:
            waiting.remove(name)
            if not waiting:
                made["connecting"] = netuv.connect(port, HOST).on("error", nothing)
                made["queueing"].write(bytes(9 << 20))
                for number, socket in enumerate(self.served):
                    made[f"served {number}"] = socket
                then()

        for name in list(waiting):
            made[name].on("error", nothing).on("connect", lambda name=name: up(name))


def arguments_of(thing: Any, name: str) -> list[Any]:
    given = ARGUMENTS.get(name, ())
    if isinstance(thing, (netuv.TCP, netuv.Pipe)):
        given = OF_A_HANDLE.get(name, given)
    if isinstance(thing, netuv.Loop):
        given = OF_A_LOOP.get(name, given)
    if isinstance(thing, netuv.Pipe):
        given = OF_A_PIPE.get(name, given)
    return [a() if isinstance(a, type) else a for a in given]


def attributes(thing: Any) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_")]


def is_property(thing: Any, name: str) -> bool:
    return not callable(getattr(type(thing), name, None))


def properties(thing: Any) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # server.connections
        return {
            name: getattr(thing, name) for name in attributes(thing) if is_property(thing, name)
        }


def call(thing: Any, name: str) -> BaseException | None:
    """The exception of a call, which must be one that API.md knows."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = getattr(thing, name)(*arguments_of(thing, name))
    except Exception as error:
        code = getattr(error, "code", "")
        known = code.startswith("E") or code == "ABORT_ERR" or type(error) is TypeError
        assert known, f"{type(thing).__name__}.{name}() raised {error!r}"
        return error
    if inspect.iscoroutine(result):
        result.close()
    return None


def walk(things: dict[str, Any], backwards: bool = False) -> None:
    """Everything there is to do with each thing."""
    for thing in things.values():
        for name in sorted(attributes(thing), reverse=backwards):
            if is_property(thing, name):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)  # server.connections
                    getattr(thing, name)
            elif not isinstance(thing, netuv.Loop) or name not in ("run", "run_once", "close"):
                call(thing, name)
            if name == "remove_all_listeners":
                thing.on("error", nothing)
        repr(thing)


def walk_after_the_loop(things: dict[str, Any], before: dict[str, dict[str, Any]]) -> None:
    """Nothing goes through to a loop that is over, and properties keep their values."""
    for what, thing in things.items():
        after = properties(thing)
        for name, value in before[what].items():
            if name not in NOT_KEPT and isinstance(value, (int, str, tuple, type(None))):
                assert after[name] == value, f"{what}.{name}"
    for what, thing in things.items():
        reaching = set().union(*(n for kind, n in REACHES.items() if isinstance(thing, kind)))
        for name in sorted(attributes(thing)):
            if is_property(thing, name):
                continue
            error = call(thing, name)
            if name in reaching:
                code = getattr(error, "code", None)
                assert isinstance(error, netuv.StateError), f"{what}.{name}(): {error!r}"
                assert code in LOOP_IS_OVER, f"{what}.{name}(): {error!r}"
            else:
                assert error is None or isinstance(error, REFUSALS), f"{what}.{name}(): {error!r}"
        repr(thing)


class Strangers:
    """Connections that nobody writes to: what they read was meant for somebody else."""

    def __init__(self) -> None:
        self.stolen: list[bytes] = []
        self.sockets: list[netuv.Socket] = []
        self.server = netuv.create_server(self.take).listen(0, HOST, self.connect)

    def take(self, socket: netuv.Socket) -> None:
        socket.on("data", self.stolen.append).on("error", nothing)
        self.sockets.append(socket)

    def connect(self) -> None:
        for _ in range(12):
            self.take(netuv.connect(self.server.address().port, HOST))

    def ready(self) -> bool:
        return len(self.sockets) == 24 and not any(s.connecting for s in self.sockets)

    def close(self) -> None:
        for socket in self.sockets:
            socket.destroy()
        self.server.close()


@contextlib.contextmanager
def strangers(loop: netuv.Loop) -> Iterator[None]:
    """New connections on ``loop`` while something is done to old ones."""
    with loop:
        new = Strangers()
        while not new.ready():
            loop.run_once()
        yield
        for _ in range(3):
            loop.run_nowait()
        assert new.stolen == []
        new.close()


def made_on(loop: netuv.Loop, path: Path) -> Objects:
    """The objects, connected; the loop has stopped."""
    with loop:
        objects = Objects(path)
        objects.make(loop.stop)
        loop.run()
    return objects


def values_of(objects: Objects) -> dict[str, dict[str, Any]]:
    return {what: properties(thing) for what, thing in objects.made.items()}


ENDS: dict[str, Callable[[netuv.Socket], Any]] = {
    "destroy": lambda s: s.destroy(),
    "end": lambda s: s.end(),
    "destroy with error": lambda s: s.destroy(ValueError("x")),
    "reset": lambda s: s.reset_and_destroy() if isinstance(s._handle, netuv.TCP) else s.destroy(),
    "handle.close": lambda s: s._handle.close(),
    "handle.reset": lambda s: (
        s._handle.reset() if isinstance(s._handle, netuv.TCP) else s._handle.close()
    ),
}


@pytest.mark.parametrize("backwards", [False, True], ids=["a to z", "z to a"])
@pytest.mark.parametrize("later", [False, True], ids=["at once", "turns later"])
@pytest.mark.parametrize("end", ENDS)
def test_calls_after_the_end_of_a_connection_raise_only_known_errors(
    loop: netuv.Loop, short_path: Path, end: str, later: bool, backwards: bool
) -> None:
    objects = made_on(loop, short_path)
    sockets = {
        what: thing
        for what, thing in objects.made.items()
        if isinstance(thing, netuv.Socket) and thing._handle is not None
    }
    handles = {what: socket._handle for what, socket in sockets.items()}
    for what in sockets:
        ENDS[end](sockets[what].on("error", nothing))
    for _ in range(5 * later):
        loop.run_nowait()
    with strangers(loop):
        walk({what: handle for what, handle in handles.items() if handle.closed}, backwards)
        walk(sockets, backwards)


@pytest.mark.parametrize("later", [False, True], ids=["at once", "turns later"])
def test_calls_after_the_end_of_anything_else_raise_only_known_errors(
    loop: netuv.Loop, short_path: Path, later: bool
) -> None:
    objects = made_on(loop, short_path)
    made = {k: t for k, t in objects.made.items() if not isinstance(t, (netuv.Socket, netuv.Loop))}
    with loop:
        for thing in made.values():
            for name in ("destroy", "close", "abort"):
                end = getattr(thing, name, None)
                if end is not None and not isinstance(thing, netuv.AbortSignal):
                    end()
                    break
    for _ in range(5 * later):
        loop.run_nowait()
    with strangers(loop):
        for thing in made.values():
            if isinstance(thing, netuv.EventEmitter):
                thing.on("error", nothing)
        walk(made)


def test_calls_after_the_end_of_the_loop_are_refused_or_harmless(
    loop: netuv.Loop, short_path: Path
) -> None:
    old = netuv.Loop()
    objects = made_on(old, short_path)
    before = values_of(objects)
    old.close()
    with strangers(loop):
        walk_after_the_loop(objects.made, before)


def test_calls_after_the_end_of_an_asyncio_loop_are_refused_or_harmless(short_path: Path) -> None:
    async def main() -> tuple[Objects, dict[str, dict[str, Any]]]:
        objects = Objects(short_path)
        done = asyncio.get_running_loop().create_future()
        objects.make(lambda: done.set_result(None))
        await done
        while len(objects.served) < 4 or objects.made["connecting"].connecting:
            await asyncio.sleep(0)
        return objects, values_of(objects)

    objects, before = asyncio.run(main())
    new = netuv.Loop()
    with strangers(new):
        walk_after_the_loop(objects.made, before)
    new.close()


@pytest.mark.parametrize("own", [False, True], ids=["a loop", "its own loop"])
def test_calls_after_the_end_of_the_thread_are_refused_or_harmless(
    loop: netuv.Loop, short_path: Path, own: bool
) -> None:
    kept: list[Any] = []

    def main() -> None:
        objects = made_on(netuv.get_loop() if own else netuv.Loop(), short_path)
        kept.extend((objects, values_of(objects)))

    def strange() -> None:  # has the thread number of the one that has ended, where it can
        with strangers(netuv.Loop()):
            walk_after_the_loop(*((kept[0].made, kept[1])))
        done.append(True)

    done: list[bool] = []
    for target in (main, strange):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
        gc.collect()  # PyPy closes the thread's loop with it
    assert done == [True]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork()")
def test_calls_in_a_forked_child_are_refused_or_harmless(
    loop: netuv.Loop, short_path: Path
) -> None:
    objects = made_on(loop, short_path)
    before = values_of(objects)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = "crashed"
        try:
            new = netuv.Loop()
            with strangers(new):
                walk_after_the_loop(objects.made, before)
            new.close()
            status = "fine"
        except BaseException as error:
            status = repr(error)
        finally:
            os.write(writing, status.encode()[:4000])
            os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        assert pipe.read() == "fine"
    _, status = os.waitpid(child, 0)
    assert status == 0
    assert values_of(objects)["client"] == before["client"]


def test_from_another_thread_nothing_is_changed(loop: netuv.Loop, short_path: Path) -> None:
    objects = made_on(loop, short_path)
    before = values_of(objects)
    wrong: list[str] = []

    def other() -> None:
        for what, thing in objects.made.items():
            reaching = set().union(*(n for kind, n in REACHES.items() if isinstance(thing, kind)))
            for name in sorted(reaching - {"call_soon_threadsafe"}):
                error = call(thing, name)
                if getattr(error, "code", None) != "ERR_WRONG_THREAD":
                    wrong.append(f"{what}.{name}(): {error!r}")

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert wrong == []
    assert values_of(objects) == before


def test_no_bytes_like_object_is_written_after_the_end_of_the_loop(
    loop: netuv.Loop, short_path: Path
) -> None:
    old = netuv.Loop()
    client = made_on(old, short_path).made["client"]
    old.close()
    with strangers(loop):
        for data in (
            SECRET,
            bytearray(SECRET),
            memoryview(SECRET),
            array.array("b", SECRET),
            "text",
        ):
            for way in (client.write, client.end, lambda d: client.write(d, nothing)):
                with pytest.raises(netuv.StateError):
                    way(data)
