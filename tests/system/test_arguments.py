"""Every argument of every public name, with values nobody should give.

The names come out of the package itself, and the parameters out of the signatures: what is new is
tried as well, or fails the test until somebody says how it is called. What refuses an argument does
so at the call, with Node's code and Python's class, and leaves everything as it was; what takes one
does not fail over it later.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import itertools
import os
import socket as plain
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import odd
from support.peers import HOST, port_of

import netuv
from netuv import dns, stream
from netuv._net import connect_options, listen_options
from netuv._util.errors import lookup_error

pytestmark = [
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),  # long timers, async code never awaited
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def nothing(*_: Any, **__: Any) -> None:
    """A callback."""


# What a parameter without a default is given while another one is tried.
VALID: dict[str, Callable[[], Any]] = {
    "address": lambda: HOST,
    "buffer": lambda: bytearray(10),
    "callback": lambda: nothing,
    "chunk": lambda: b"chunk",
    "count": lambda: 5,
    "data": lambda: b"data",
    "delay": lambda: 5,
    "destination": stream.PassThrough,
    "emitter": netuv.EventEmitter,
    "encoding": lambda: "utf8",
    "end": lambda: "1.2.3.9",
    "error": lambda: RuntimeError("broken"),
    "event": lambda: "thing",
    "fd": lambda: 2**30,
    "grace": lambda: 5,
    "hostname": lambda: HOST,
    "immediate": lambda: None,
    "iterable": lambda: [b"x"],
    "listener": lambda: nothing,
    "milliseconds": lambda: 5,
    "mode": lambda: 1,
    "n": lambda: 5,
    "net": lambda: "1.2.3.0",
    "object_mode": lambda: False,
    "on": lambda: True,
    "path": lambda: "path",
    "port": lambda: 0,
    "prefix": lambda: 24,
    "separator": lambda: b"\n",
    "signals": list,
    "sink": lambda: nothing,
    "start": lambda: "1.2.3.4",
    "stream": stream.PassThrough,
    "text": lambda: "1.2.3.4:5",
    "timeout": lambda: 5,
    "timer": lambda: None,
    "type": lambda: "abort",
    "value": lambda: 5,
}


# -- the objects, in the states that make a difference -------------------------------------------

PEERS: list[plain.socket] = []  # the other ends of what a call is tried on
NUMBERS = itertools.count()  # for names of files


def connected(kind: type) -> Any:
    """A handle over one end of a pair of connected sockets."""
    if kind is netuv.TCP:
        with plain.create_server((HOST, 0)) as listener:
            ours = plain.create_connection(listener.getsockname())
            peer = listener.accept()[0]
    else:
        ours, peer = plain.socketpair()
    PEERS.append(peer)
    handle = kind()
    handle.open(ours.detach())
    return handle


def bound(kind: type) -> Any:
    handle = kind()
    handle.bind(HOST if kind is netuv.TCP else f"bound{next(NUMBERS)}")
    return handle


def write_at_once(stream: Any, chunk: Any, encoding: str, done: Any) -> None:
    """The hook of a Writable."""
    done()


OBJECTS: dict[str, Callable[[], Any]] = {
    "EventEmitter": netuv.EventEmitter,
    "Server": netuv.Server,
    "listening Server": lambda: netuv.create_server().listen(0, HOST),
    "Socket": netuv.Socket,
    "connected Socket": lambda: netuv.Socket(handle=connected(netuv.TCP)),
    "destroyed Socket": lambda: netuv.Socket().destroy(),
    "TCP": netuv.TCP,
    "bound TCP": lambda: bound(netuv.TCP),
    "connected TCP": lambda: connected(netuv.TCP),
    "closed TCP": lambda: odd.ALL["closed TCP"](),
    "Pipe": netuv.Pipe,
    "bound Pipe": lambda: bound(netuv.Pipe),
    "connected Pipe": lambda: connected(netuv.Pipe),
    "BlockList": netuv.BlockList,
    "SocketAddress": netuv.SocketAddress,
    "AbortController": netuv.AbortController,
    "AbortSignal": lambda: netuv.AbortController().signal,
    "Loop": netuv.get_loop,
    "Timeout": lambda: netuv.set_timeout(nothing, 1000).unref(),
    "Immediate": lambda: netuv.set_immediate(nothing).unref(),
    "Readable": lambda: stream.Readable(read=nothing),
    "Writable": lambda: stream.Writable(write=write_at_once),
    "Duplex": lambda: stream.Duplex(read=nothing, write=write_at_once),
    "Transform": lambda: stream.Transform(transform=write_at_once),
    "PassThrough": stream.PassThrough,
}


def type_of(what: str) -> Any:
    """``"bound TCP"``: the class."""
    name = what.split()[-1].partition(".")[0]
    return getattr(netuv, name, None) or getattr(stream, name)


# -- what is called ------------------------------------------------------------------------------


class Call(NamedTuple):
    """A way to call something: on what, with which parameters, and which it cannot do without."""

    name: str
    make: Callable[[], Any]
    call: Callable[..., Any]  # with the object, and values by the names of the parameters
    parameters: tuple[str, ...]
    needed: tuple[str, ...]


class Target(NamedTuple):
    """Something that can be called."""

    name: str
    make: Callable[[], Any]
    call: Callable[..., Any]  # with the object, and what there is
    function: Any  # whose signature has the parameters

    def by_signature(self) -> Iterator[Call]:
        names, needed = [], []
        for name, one in inspect.signature(self.function).parameters.items():
            if name in ("self", "key") or one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
                continue
            names.append(name)
            if one.default is one.empty:
                needed.append(name)
        if names:
            yield Call(self.name, self.make, self.call, tuple(names), tuple(needed))

    def with_keywords(self, words: str, names: Any, **others: Any) -> Call:
        """With each of ``names`` as a keyword, beside ``others``."""

        def call(thing: Any, **values: Any) -> Any:
            given = {name: one() if callable(one) else one for name, one in others.items()}
            return self.call(thing, **{**given, **values})

        return Call(f"{self.name} {words}", self.make, call, tuple(sorted(names)), ())

    def by_place(self, *names: str) -> Call:
        """With values by position, in this order."""

        def call(thing: Any, **values: Any) -> Any:
            return self.call(thing, *(values[name] for name in names))

        return Call(f"{self.name}({', '.join(names)})", self.make, call, names, names)


CONNECT = connect_options.KEYWORDS - {"path"}
SOCKET = set(inspect.signature(netuv.Socket).parameters)


def connect_forms(target: Target) -> Iterator[Call]:
    more = set() if ".connect" in target.name else SOCKET | {"timeout"}
    yield target.with_keywords("to a port", CONNECT | more, port=1, host=HOST)
    yield target.with_keywords("by name", CONNECT, port=1, host="a..b")
    yield target.with_keywords("to a path", CONNECT - {"port"} | more | {"path"}, path="nobody")
    yield target.by_place("port", "hostname", "callback")
    yield target.by_place("path", "callback")


def listen_forms(target: Target) -> Iterator[Call]:
    if "listening" in target.name:
        return  # refused, whatever it is given
    names = listen_options.KEYWORDS
    yield target.with_keywords("at a port", names, port=0, host=HOST)
    yield target.with_keywords("at a path", names, path=lambda: f"listen{next(NUMBERS)}")
    yield target.with_keywords("alone", ("fd", "path", "port", "host"))
    yield target.by_place("port", "hostname", "count", "callback")
    yield target.by_place("path", "count", "callback")


def pipeline_forms(target: Target) -> Iterator[Call]:
    yield target.by_place("iterable", "stream", "destination", "callback")

    def call(_: Any, **values: Any) -> Any:
        return stream.pipeline([b"x"], stream.PassThrough(), **{"callback": nothing, **values})

    yield Call(f"{target.name} with keywords", target.make, call, ("callback", "end", "signal"), ())


def transform_forms(target: Target) -> Iterator[Call]:
    names = inspect.signature(stream.Duplex).parameters
    yield target.with_keywords("made", {*names, "transform", "flush"})


def from_forms(target: Target) -> Iterator[Call]:
    names = inspect.signature(stream.Readable).parameters
    yield target.with_keywords("made", {*names, "iterable"}, iterable=[b"x"])


FORMS: dict[Any, Callable[[Target], Iterator[Call]]] = {
    netuv.connect: connect_forms,
    netuv.Socket.connect: connect_forms,
    netuv.Server.listen: listen_forms,
    stream.pipeline: pipeline_forms,
    stream.Transform: transform_forms,
    stream.PassThrough: transform_forms,
    stream.Readable.from_: from_forms,
}
NOT_TRIED = {
    "netuv.run": "runs until everything is over",
    "Loop.run": "runs until everything is over",
    "Loop.run_once": "waits for an event",
    "Loop.close": "closes what is tried",
    "Server.nodejs_rejection": "passes on an error that there is",
    "Socket.nodejs_rejection": "passes on an error that there is",
}


def functions() -> Iterator[Target]:
    """The functions and classes of ``netuv``, ``netuv.stream`` and ``netuv.dns``."""
    public = {f"netuv.{name}": getattr(netuv, name) for name in netuv.__all__}
    public.update({f"stream.{name}": getattr(stream, name) for name in stream.__all__})
    public["dns.lookup"] = dns.lookup
    for name, thing in {id(thing): (name, thing) for name, thing in public.items()}.values():
        if inspect.ismodule(thing) or inspect.iscoroutinefunction(thing):
            continue
        if isinstance(thing, type) and issubclass(thing, (BaseException, tuple)):
            continue  # errors and named tuples take anything
        call = functools.partial(lambda function, _, *a, **k: function(*a, **k), thing)
        yield Target(name, lambda: None, call, thing)


def methods() -> Iterator[Target]:
    """The methods of each object in each of its states; one of several classes once for each."""
    seen: set[tuple[str, int]] = set()
    for what, make in OBJECTS.items():
        kind = type_of(what)
        for name, member in inspect.getmembers(kind, callable):
            key = (what.rpartition(" ")[0], id(getattr(member, "__func__", member)))
            if name.startswith("_") or key in seen or inspect.iscoroutinefunction(member):
                continue
            seen.add(key)
            call = functools.partial(
                lambda name, thing, *a, **k: getattr(thing, name)(*a, **k), name
            )
            yield Target(f"{what}.{name}", make, call, member)


def setters() -> Iterator[Call]:
    """The properties that can be set."""
    for what, make in OBJECTS.items():
        for name, member in inspect.getmembers(type_of(what)):
            if isinstance(member, property) and member.fset is not None and name[0] != "_":
                call = functools.partial(
                    lambda name, thing, value: setattr(thing, name, value), name
                )
                yield Call(f"{what}.{name} =", make, call, ("value",), ("value",))


def calls() -> Iterator[Call]:
    for target in (*functions(), *methods()):
        if target.name.split()[-1] not in NOT_TRIED:
            forms = FORMS.get(target.function, Target.by_signature)
            yield from forms(target)
    yield from setters()


CALLS = list(calls())


# -- what may come of it -------------------------------------------------------------------------


@functools.cache
def properties_of(kind: type) -> list[str]:
    members = inspect.getmembers(kind, lambda member: isinstance(member, property))
    return [name for name, _ in members if not name.startswith("_") and name != "connections"]


def state(thing: Any, loop: netuv.Loop) -> dict[str, Any]:
    """All that can be seen of an object, and what the loop and the process have open."""
    seen: dict[str, Any] = {"resources": sorted(netuv.get_active_resources_info())}
    if os.path.isdir("/proc/self/fd"):
        seen["descriptors"] = len(os.listdir("/proc/self/fd"))
    seen["ticks"] = len(loop._ticks)
    seen["marks"] = [stream.get_default_high_water_mark(objects) for objects in (False, True)]
    for name in properties_of(type(thing)):
        with contextlib.suppress(OSError):
            seen[name] = getattr(thing, name)
    if isinstance(thing, netuv.EventEmitter):
        seen["listeners"] = {name: thing.raw_listeners(name) for name in thing.event_names()}
        seen["limit"] = thing.get_max_listeners()
    handle = thing if isinstance(thing, netuv.TCP) else getattr(thing, "_handle", None)
    if isinstance(handle, netuv.TCP):
        seen["handle"] = (handle.closed, handle.fd, handle.reading, type(handle.owner))
        if handle.fd >= 0:
            seen["options"] = options_of(handle.fd)
    return seen


def options_of(fd: int) -> tuple[int, ...]:
    """What the system says of a TCP socket."""
    with plain.socket(fileno=os.dup(fd)) as raw:
        return (
            raw.getsockopt(plain.IPPROTO_TCP, plain.TCP_NODELAY),
            raw.getsockopt(plain.SOL_SOCKET, plain.SO_KEEPALIVE),
            raw.getsockopt(plain.SOL_SOCKET, plain.SO_ACCEPTCONN),
        )


class Trial:
    """Calls one after the other; an object serves until a call has been taken."""

    def __init__(self, one: Call, loop: netuv.Loop) -> None:
        self.one = one
        self.loop = loop
        self.thing: Any = None
        self.before: dict[str, Any] | None = None
        self.wrong: list[str] = []
        self.errors: list[BaseException] = []
        self.taken = self.refused = 0

    def call(self, values: dict[str, Any], words: str, *, look: bool = False) -> None:
        """``look``: making the values may have changed something, too."""
        if self.before is None:
            self.thing = self.one.make()
        if self.before is None or look:
            self.before = state(self.thing, self.loop)
        try:
            result = self.one.call(self.thing, **values)
        except BaseException as error:
            self.refused += 1
            found = odd.complaint(error) or self._changes(error)
        else:
            self.taken += 1
            found = self._settle(result)
        if found:
            self.wrong.append(f"{words}: {found}")

    def _changes(self, error: Any) -> str:
        """What a refused call has changed nevertheless."""
        assert self.before is not None
        after = state(self.thing, self.loop)
        names = [n for n in {*self.before, *after} if self.before.get(n) != after.get(n)]
        if not names:
            return ""
        found = {name: (self.before.get(name), after.get(name)) for name in names}
        self._forget()
        if self.one.name.startswith("stream.pipeline") and _is_of_a_stage(error):
            return ""  # of what a function gave that had been called, after others were piped
        return f"refused by {type(error).__name__} {error.code}, but changed {found!s:.300}"

    def _settle(self, *things: Any) -> str:
        """Some turns: what was taken must not fail over it in another way."""
        for thing in (self.thing, *things):
            if isinstance(thing, netuv.EventEmitter):
                thing.on("error", self.errors.append)
        for _ in range(8):
            try:
                self.loop.run_nowait()
            except BaseException as error:
                self.errors.append(error)
        found = "; ".join(filter(None, map(odd.complaint, self.errors)))
        self._forget()
        return found and f"taken, and then {found}"

    def _forget(self) -> None:
        if isinstance(self.thing, (netuv.TCP, netuv.Pipe)):
            self.thing.close()  # or a collection closes it, whenever that is
        self.before = None
        self.errors.clear()
        close_peers()


def _is_of_a_stage(error: Any) -> bool:
    return error.code in ("ERR_INVALID_RETURN_VALUE", "ERR_ASYNC_OUTSIDE_ASYNCIO")


def close_peers() -> None:
    while PEERS:
        PEERS.pop().close()


def not_found(loop: netuv.Loop, hostname: str, family: int, hints: int, answer: Any) -> None:
    """A lookup that asks nobody."""
    dns._host_bytes(hostname)
    loop.next_tick(answer.callback, lookup_error("ENOTFOUND", hostname))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, short_path: Path) -> Iterator[netuv.Loop]:
    """A loop, in a directory of its own."""
    monkeypatch.chdir(short_path)
    monkeypatch.setattr("netuv.dns.Request", not_found)
    marks = [stream.get_default_high_water_mark(objects) for objects in (False, True)]
    loop = netuv.Loop()
    with loop:
        yield loop
    loop.close()
    close_peers()
    stream.set_default_high_water_mark(False, marks[0])
    stream.set_default_high_water_mark(True, marks[1])
    netuv.set_default_auto_select_family(False)
    netuv.set_default_auto_select_family_attempt_timeout(250)


@pytest.mark.parametrize("one", CALLS, ids=lambda one: one.name)
def test_a_wrong_argument_is_refused_with_its_code_or_does_no_harm(
    one: Call, fresh: netuv.Loop
) -> None:
    trial = Trial(one, fresh)
    for name in one.parameters:
        for label, value in odd.ALL.items():
            values = {need: VALID[need]() for need in one.needed}
            words, look = f"{name}={label}", label in odd.LIVE
            trial.call({**values, name: value()}, words, look=look)
    assert not trial.wrong, "\n".join(trial.wrong)
    assert trial.taken + trial.refused == len(one.parameters) * len(odd.ALL)


VALUES = (
    st.sampled_from(list(odd.ALL.values()))
    | st.integers().map(lambda number: lambda: number)
    | st.floats().map(lambda number: lambda: number)
    | st.text(alphabet=st.characters(), max_size=20).map(lambda text: lambda: text)
    | st.binary(max_size=20).map(lambda chunk: lambda: chunk)
)
SAFE = [call for call in CALLS if "fd" not in call.parameters]  # a random one is somebody's


@settings(max_examples=300, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_several_wrong_arguments_at_once_do_no_harm_either(
    data: st.DataObject, fresh: netuv.Loop
) -> None:
    one = data.draw(st.sampled_from(SAFE))
    names = data.draw(st.sets(st.sampled_from(one.parameters)))
    values = {name: data.draw(VALUES)() for name in sorted({*names, *one.needed})}
    trial = Trial(one, fresh)
    trial.call(values, ", ".join(values))
    assert not trial.wrong, "\n".join((one.name, *trial.wrong))


# -- async functions -----------------------------------------------------------------------------


def async_functions() -> Iterator[tuple[str, Callable[..., Any], tuple[str, ...]]]:
    yield "netuv.once", netuv.once, ("emitter", "event", "signal")
    for name, member in inspect.getmembers(netuv.Socket, inspect.iscoroutinefunction):
        names = tuple(inspect.signature(member).parameters)[1:]
        if names and not name.startswith("_"):
            yield f"Socket.{name}", member, names


def step(coroutine: Any) -> str:
    """Its first step; what is wrong with what that raises."""
    try:
        coroutine.send(None)
    except StopIteration:
        return ""
    except BaseException as error:
        return odd.complaint(error)
    finally:
        coroutine.close()
    return ""


@pytest.mark.parametrize("name, function, parameters", [*async_functions()])
def test_an_await_refuses_a_wrong_argument_with_its_code(
    name: str, function: Callable[..., Any], parameters: tuple[str, ...]
) -> None:
    async def main() -> list[str]:
        wrong = []
        for parameter in parameters:
            for label, value in odd.ALL.items():
                thing = netuv.Socket() if name.startswith("Socket") else None
                valid = {"separator": b"\n", "emitter": netuv.EventEmitter(), "event": "x"}
                values = {name: valid[name] for name in parameters if name in valid}
                values[parameter] = value()
                found = step(function(*filter(None, [thing]), **values))
                if found:
                    wrong.append(f"{parameter}={label}: {found}")
        return wrong

    wrong = asyncio.run(main())
    assert not wrong, "\n".join(wrong)


def test_an_await_that_refuses_its_signal_leaves_no_listener() -> None:
    async def main() -> list[str]:
        emitter = netuv.EventEmitter()
        with pytest.raises(TypeError, match="signal"):
            await netuv.once(emitter, "thing", signal=5)  # type: ignore[arg-type]
        return emitter.event_names()

    assert asyncio.run(main()) == []


# -- which code it is ----------------------------------------------------------------------------

TYPE, RANGE, VALUE = "ERR_INVALID_ARG_TYPE", "ERR_OUT_OF_RANGE", "ERR_INVALID_ARG_VALUE"
PORT, ENCODING = "ERR_SOCKET_BAD_PORT", "ERR_UNKNOWN_ENCODING"
HUGE = 10**400
NAN, INFINITY = float("nan"), float("inf")


def connect(**options: Any) -> Callable[[], Any]:
    return lambda: netuv.connect(**{"port": 1, "host": HOST, **options})


def listen(*args: Any, **options: Any) -> Callable[[], Any]:
    return lambda: netuv.create_server().listen(*args, **options)


def tcp(name: str, *args: Any, **options: Any) -> Callable[[], Any]:
    return lambda: getattr(netuv.TCP(), name)(*args, **options)


# As real Node 18.20.4 answers, where the call exists there.
CODES: dict[str, tuple[str, Callable[[], Any]]] = {
    "a port of many digits": (PORT, connect(port="9" * 5000)),
    "a huge port": (PORT, connect(port=HUGE)),
    "a port that is infinite": (PORT, connect(port=INFINITY)),
    "a port that is a bool": (TYPE, connect(port=True)),
    "a local port that is a text": (TYPE, connect(local_port="80")),
    "a local port that is huge": (PORT, connect(local_port=2**64)),
    "a family that is none": (VALUE, connect(host="h.test", family=5)),
    "a family that is nan": (VALUE, connect(host="h.test", family=NAN)),
    "hints that are a text": (TYPE, connect(host="h.test", hints="x")),
    "an attempt timeout that is nan": (RANGE, connect(auto_select_family_attempt_timeout=NAN)),
    "an attempt timeout of 2**31": (RANGE, connect(auto_select_family_attempt_timeout=2**31)),
    "a local address with a surrogate": ("ERR_INVALID_IP_ADDRESS", connect(local_address="\ud800")),
    "a timeout that is infinite": (RANGE, connect(timeout=INFINITY)),
    "a path that no file can have": (VALUE, lambda: netuv.connect("/tmp/\ud800")),
    "a path to listen at that no file can have": (VALUE, listen("/tmp/\ud800")),
    "a backlog that is a text": (TYPE, listen(0, HOST, backlog="x")),
    "a descriptor that is nan": (VALUE, listen(fd=NAN)),
    "a bad signal": (TYPE, listen(0, HOST, signal=5)),
    "set_timeout(nan)": (RANGE, lambda: netuv.Socket().set_timeout(NAN)),
    "set_timeout(-0.5)": (RANGE, lambda: netuv.Socket().set_timeout(-0.5)),
    "set_timeout(True)": (TYPE, lambda: netuv.Socket().set_timeout(True)),
    "shutdown(inf)": (RANGE, lambda: netuv.create_server().shutdown(INFINITY)),
    "pause(nan)": (RANGE, lambda: netuv.create_server().pause(NAN)),
    "a server's mark": (TYPE, lambda: netuv.create_server(high_water_mark="x")),  # type: ignore[arg-type]
    "a socket's mark": (VALUE, lambda: netuv.Socket(high_water_mark="x")),  # type: ignore[arg-type]
    "a mark of a fraction": (VALUE, lambda: stream.Readable(high_water_mark=1.5)),  # type: ignore[arg-type]
    "read(2**31)": (RANGE, lambda: stream.Readable(read=nothing).read(2**31)),
    "set_encoding(0)": (ENCODING, lambda: netuv.Socket().set_encoding(0)),  # type: ignore[arg-type]
    "a long encoding": (ENCODING, lambda: netuv.Socket().set_encoding(odd.LONG)),
    "set_max_listeners(nan)": (RANGE, lambda: netuv.EventEmitter().set_max_listeners(NAN)),
    "AbortSignal.timeout(inf)": (RANGE, lambda: netuv.AbortSignal.timeout(INFINITY)),  # type: ignore[arg-type]
    "AbortSignal.timeout(2**32)": (RANGE, lambda: netuv.AbortSignal.timeout(2**32)),
    "a prefix of a half": (RANGE, lambda: netuv.BlockList().add_subnet("1.2.3.4", 1.5)),  # type: ignore[arg-type]
    "a prefix that is a text": (TYPE, lambda: netuv.BlockList().add_subnet("1.2.3.4", "8")),  # type: ignore[arg-type]
    "a flow label": (RANGE, lambda: netuv.SocketAddress(family="ipv6", flowlabel=2**64)),
    "rules that are no JSON": (VALUE, lambda: netuv.BlockList().from_json("[" * 100_000)),
    "rules with a long prefix": (
        VALUE,
        lambda: netuv.BlockList().from_json([f"Subnet: IPv4 1.2.3.4/{'9' * 5000}"]),
    ),
    "a piped destination": (TYPE, lambda: stream.Readable(read=nothing).pipe(5)),
    "a wrapped stream": (TYPE, lambda: stream.Readable(read=nothing).wrap(5)),
    "an iterable": (TYPE, lambda: stream.Readable.from_(5)),
    "a released view": (TYPE, lambda: netuv.Socket().write(odd.ALL["released view"]())),
    "a callback of write()": (TYPE, lambda: netuv.Socket().write(b"x", "utf8", 5)),  # type: ignore[call-overload]
    "a callback of end()": (TYPE, lambda: netuv.Socket().end(b"x", "utf8", 5)),
    "destroy() with a text": (TYPE, lambda: netuv.Socket().destroy("x")),  # type: ignore[arg-type]
    "a Timeout of one's own": ("ERR_ILLEGAL_CONSTRUCTOR", netuv.Timeout),
    "a handle's loop": (TYPE, lambda: netuv.TCP("loop")),  # type: ignore[arg-type]
    "a stream that no listener gave": (VALUE, lambda: netuv.TCP(accepted=1 << 32)),
    "bind() to NUL": ("EINVAL", tcp("bind", "127.0.0.1\0x")),
    "bind() to a surrogate": ("EINVAL", tcp("bind", "\ud800")),
    "connect() to NUL": ("EINVAL", tcp("connect", "127.0.0.1\0x", 1)),
    "a handle's keep-alive": (RANGE, tcp("set_keep_alive", True, seconds=2**40)),
    "a handle's timeout": (RANGE, tcp("set_timeout", INFINITY)),
    "a handle's limit": (RANGE, tcp("set_max_connections", 2**63)),
    "a handle's backlog": (TYPE, tcp("listen", "5", nothing)),
    "a handle's sink": (TYPE, tcp("set_sink", 5)),
    "a handle's data": (TYPE, lambda: connected(netuv.TCP).write(["text"])),
    "a mode": (RANGE, lambda: bound(netuv.Pipe).fchmod(2**64)),
    "a pipe's path": (VALUE, lambda: netuv.Pipe().bind("\ud800")),
    "a pipe's descriptor": (TYPE, lambda: netuv.Pipe().open(1.5)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("words", CODES)
def test_a_wrong_argument_has_the_code_that_node_gives_it(words: str, fresh: netuv.Loop) -> None:
    code, call = CODES[words]
    with pytest.raises((TypeError, ValueError, OSError)) as caught:
        call()
    assert caught.value.code == code  # type: ignore[union-attr]


@pytest.mark.parametrize("delay", [HUGE, 10**5000, INFINITY, NAN, -HUGE, -0.5, 2**31], ids=odd.name)
def test_a_timer_with_an_odd_delay_has_one_millisecond(
    delay: float, run: Callable[[], None]
) -> None:
    called: list[int] = []
    netuv.set_timeout(called.append, delay, 1)
    run()
    assert called == [1]


@pytest.mark.parametrize("backlog", [2**31, 2**63, HUGE, 1e308], ids=odd.name)
def test_a_backlog_beyond_what_the_system_counts_listens(
    backlog: int, run: Callable[[], None]
) -> None:
    server = netuv.create_server().listen(0, HOST, backlog)
    server.on("listening", server.close)
    run()
    assert not server.listening


@pytest.mark.parametrize("most", [2**31, 2**63, HUGE], ids=odd.name)
def test_a_server_may_have_any_number_of_connections(most: int, run: Callable[[], None]) -> None:
    server = netuv.create_server(lambda socket: (socket.end(), server.close()))
    server.max_connections = most
    server.listen(0, HOST)
    server.on("listening", lambda: netuv.connect(port_of(server), HOST))
    run()
    assert (server.max_connections, server.listening) == (most, False)


@pytest.mark.parametrize("delay", [INFINITY, NAN, HUGE, -1, 2**40], ids=odd.name)
def test_keep_alive_takes_any_delay_as_node_does(delay: float, fresh: netuv.Loop) -> None:
    socket = netuv.Socket(handle=connected(netuv.TCP))
    socket.set_keep_alive(True, delay)
    assert options_of(socket._handle.fd)[1] == 1


def test_an_option_of_a_server_is_checked_when_it_is_set(fresh: netuv.Loop) -> None:
    server: Any = netuv.create_server(high_water_mark=1000)
    for name in ("high_water_mark", "block_list", "allow_half_open", "keep_alive_initial_delay"):
        before = getattr(server, name)
        with pytest.raises(TypeError) as caught:
            setattr(server, name, "x")
        assert caught.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
        assert getattr(server, name) == before


def test_clearing_what_is_no_timer_does_nothing(fresh: netuv.Loop) -> None:
    with open(os.devnull, "rb") as file:
        netuv.clear_timeout(file)  # type: ignore[arg-type]
        netuv.clear_immediate(file)  # type: ignore[arg-type]
        assert not file.closed


def test_a_connected_socket_does_not_connect_by_the_other_kind(fresh: netuv.Loop) -> None:
    socket = netuv.Socket(handle=connected(netuv.Pipe))
    with pytest.raises(ValueError, match="another handle"):
        socket.connect(80, HOST)
    assert not socket.connecting and socket._handle is not None


def test_refused_rules_leave_the_list_as_it_was() -> None:
    rules = netuv.BlockList()
    rules.add_address("1.2.3.4")
    with pytest.raises(ValueError):
        rules.from_json(["Address: IPv4 nowhere", "Address: IPv4 5.6.7.8"])
    assert rules.rules == ["Address: IPv4 1.2.3.4"]
    assert not rules.check("5.6.7.8")


def test_a_message_shows_no_more_than_a_line_of_a_value(fresh: netuv.Loop) -> None:
    for value in (odd.LONG, 10**5000, odd.Nameless(), [odd.LONG]):
        with pytest.raises((TypeError, ValueError)) as caught:
            netuv.Socket(type=value)  # type: ignore[arg-type]
        assert len(str(caught.value)) < 300
