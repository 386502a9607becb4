"""``help()`` of every public name is a manual of its own: what it takes, in which unit."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import types
from collections.abc import Iterator
from typing import Any

import pytest
from support.programs import PACKAGE

import netuv
from netuv._net import types as net_types

MODULES = {
    "netuv": netuv,
    "netuv.stream": netuv.stream,
    "netuv.dns": netuv.dns,
    "netuv.events": netuv.events,
    "netuv.diagnostics_channel": netuv.diagnostics_channel,
}
DNS = ("lookup",)  # of the module's names, what is called

MILLISECONDS = {
    "timeout",
    "delay",
    "initial_delay",
    "keep_alive_initial_delay",
    "auto_select_family_attempt_timeout",
    "msecs",
    "grace",
    "milliseconds",
}
BYTES = {"high_water_mark", "limit"}
MADE_FOR_YOU = ("netuv.Immediate", "netuv.Timeout", "netuv.AbortSignal")  # not to be called

# The names that Node's manuals have a section for, as they head it.
MANUAL = """
net.connect() net.createConnection() net.createServer() net.isIP() net.isIPv4() net.isIPv6()
net.getDefaultAutoSelectFamily() net.setDefaultAutoSelectFamily()
net.getDefaultAutoSelectFamilyAttemptTimeout() net.setDefaultAutoSelectFamilyAttemptTimeout()
server.address() server.close() server.getConnections() server.listen() server.listening
server.maxConnections server.ref() server.unref() server.connections server.pause()
socket.address() socket.autoSelectFamilyAttemptedAddresses socket.bufferSize socket.bytesRead
socket.bytesWritten socket.connect() socket.connecting socket.destroy() socket.destroySoon()
socket.localAddress socket.localPort socket.localFamily socket.pending socket.ref()
socket.remoteAddress socket.remoteFamily socket.remotePort socket.resetAndDestroy()
socket.setKeepAlive() socket.setNoDelay() socket.setTimeout() socket.timeout socket.unref()
socket.write() socket.readyState socket.setSecure()
blockList.addAddress() blockList.addRange() blockList.addSubnet() blockList.check() blockList.rules
socketaddress.address socketaddress.family socketaddress.flowlabel socketaddress.port
readable.isPaused() readable.pause() readable.pipe() readable.read() readable.readable
readable.readableAborted readable.readableDidRead readable.readableEncoding readable.readableEnded
readable.readableFlowing readable.readableHighWaterMark readable.readableLength
readable.readableObjectMode readable.resume() readable.setEncoding() readable.unpipe()
readable.unshift() readable.wrap() readable.push()
writable.cork() writable.end() writable.setDefaultEncoding() writable.uncork() writable.write()
writable.writable writable.writableAborted writable.writableCorked writable.writableEnded
writable.writableFinished writable.writableHighWaterMark writable.writableLength
writable.writableNeedDrain writable.writableObjectMode
stream.destroy() stream.destroyed stream.closed stream.errored stream.pipeline() stream.finished()
stream.getDefaultHighWaterMark() stream.setDefaultHighWaterMark()
emitter.addListener() emitter.emit() emitter.eventNames() emitter.getMaxListeners()
emitter.listenerCount() emitter.listeners() emitter.off() emitter.on() emitter.once()
emitter.prependListener() emitter.prependOnceListener() emitter.rawListeners()
emitter.removeAllListeners() emitter.removeListener() emitter.setMaxListeners()
immediate.hasRef() immediate.ref() immediate.unref()
timeout.close() timeout.hasRef() timeout.ref() timeout.refresh() timeout.unref()
timers.setImmediate() timers.setInterval() timers.setTimeout() timers.clearImmediate()
timers.clearInterval() timers.clearTimeout() process.nextTick() process.getActiveResourcesInfo()
abortController.abort() abortController.signal abortSignal.aborted abortSignal.onabort
abortSignal.reason abortSignal.throwIfAborted() abortSignal.abort() abortSignal.timeout()
abortSignal.any() dns.lookup() events.once() events.on() events.getEventListeners()
events.getMaxListeners() events.setMaxListeners() events.listenerCount() events.addAbortListener()
diagnostics_channel.channel() diagnostics_channel.subscribe() diagnostics_channel.unsubscribe()
diagnostics_channel.hasSubscribers() diagnostics_channel.tracingChannel()
channel.hasSubscribers channel.publish() channel.subscribe() channel.unsubscribe()
channel.bindStore() channel.unbindStore() channel.runStores() tracingChannel.hasSubscribers
tracingChannel.subscribe() tracingChannel.unsubscribe() tracingChannel.traceSync()
tracingChannel.tracePromise() tracingChannel.traceCallback()
""".split()

# Where a section's name is the name of, in netuv.
PLACES = {
    "net": netuv,
    "timers": netuv,
    "process": netuv,
    "events": netuv.events,
    "diagnostics_channel": netuv.diagnostics_channel,
    "channel": netuv.diagnostics_channel.Channel,
    "tracingChannel": netuv.diagnostics_channel.TracingChannel,
    "dns": netuv.dns,
    "server": netuv.Server,
    "socket": netuv.Socket,
    "blockList": netuv.BlockList,
    "socketaddress": netuv.SocketAddress,
    "readable": netuv.stream.Readable,
    "writable": netuv.stream.Writable,
    "emitter": netuv.EventEmitter,
    "immediate": netuv.Immediate,
    "timeout": netuv.Timeout,
    "abortController": netuv.AbortController,
    "abortSignal": netuv.AbortSignal,
}
CLASSES = "Server Socket BlockList SocketAddress Readable Writable Duplex Transform PassThrough"


def snake(name: str) -> str:
    """``setNoDelay`` → ``set_no_delay``, ``isIPv4`` → ``is_ipv4``."""
    name = name.replace("IPv", "Ipv").replace("IP", "Ip")
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name).lower()


def public_names() -> Iterator[tuple[str, Any, Any]]:
    """Each public name, the class that defines it (or None), and what it is."""
    for where, module in MODULES.items():
        for name in DNS if module is netuv.dns else module.__all__:
            value = getattr(module, name)
            if not callable(value) and not isinstance(value, types.ModuleType):
                continue  # a value, which its module describes
            if isinstance(value, types.ModuleType):
                yield f"{where}.{name}", None, value
                continue
            yield f"{where}.{name}", None, value
            if isinstance(value, type) and name != "Stream":  # which is Socket
                yield from members(f"{where}.{name}", value)


def members(where: str, cls: type) -> Iterator[tuple[str, Any, Any]]:
    for name in dir(cls):
        owner = next((c for c in cls.__mro__ if name in c.__dict__), object)
        if name in getattr(cls, "_fields", ()):  # a tuple's, which the class describes
            continue
        if name.startswith("_") or not owner.__module__.startswith("netuv"):
            continue
        value = inspect.getattr_static(cls, name)
        if isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        if callable(value) or isinstance(value, property):
            yield f"{where}.{name}", owner, value
        elif hasattr(value, "__get__") and callable(getattr(cls, name, None)):
            yield f"{where}.{name}", owner, getattr(cls, name)


NAMES = {where: (owner, value) for where, owner, value in public_names()}


@functools.cache
def overloads() -> dict[tuple[str, str], set[str]]:
    """Module and qualified name → the parameters of its overloads, keywords included."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(("netuv", *path.relative_to(PACKAGE).with_suffix("").parts))
        tree = ast.parse(path.read_text("utf-8"))
        scopes: list[tuple[str, Any]] = [("", tree)]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                scopes.append((f"{node.name}.", node))
        for prefix, scope in scopes:
            for node in ast.walk(scope):
                if isinstance(node, ast.FunctionDef) and is_overload(node):
                    key = (module, prefix + node.name)
                    found.setdefault(key, set()).update(parameters_of(node.args))
    return found


def is_overload(node: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def parameters_of(arguments: ast.arguments) -> set[str]:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = {argument.arg for argument in named}
    options = arguments.kwarg
    if options is not None:
        keywords = re.search(r"'(\w+Keywords|\w+To\w+)'", ast.dump(options))
        assert keywords, ast.dump(options)
        for kind in getattr(net_types, keywords[1]).__mro__ + (getattr(net_types, keywords[1]),):
            names |= set(getattr(kind, "__annotations__", ()))
    return names - {"self"}


def parameters(where: str, owner: Any, value: Any) -> set[str]:
    """What a caller may give."""
    if isinstance(value, property) or where in MADE_FOR_YOU:
        return set()
    name = where.rsplit(".", 1)[1]
    module = owner.__module__ if owner is not None else getattr(value, "__module__", "")
    qualified = f"{owner.__name__}.{name}" if owner is not None else value.__name__
    try:
        signature = inspect.signature(value)
    except ValueError:  # an exception without an __init__ of its own
        return set()
    skipped = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    found = {p.name for p in signature.parameters.values() if p.kind not in skipped}
    found |= overloads().get((module, qualified), set())
    found = {p for p in found if not p.startswith("_")} - {"self", "cls", "args", "kwargs"}
    return found


def documentation(where: str) -> str:
    owner, value = NAMES[where]
    return value.__doc__ or ""


@pytest.mark.parametrize("where", NAMES)
def test_a_public_name_has_a_docstring(where: str) -> None:
    text = documentation(where).strip()
    assert len(text) > 10
    assert text[0].isupper() or text[0] in '`"(0123456789', text
    first = text.split("\n\n")[0]
    assert first.rstrip()[-1] in ".):", f"the summary ends without a full stop: {first!r}"


@pytest.mark.parametrize(
    "where", [w for w in NAMES if not isinstance(NAMES[w][1], (types.ModuleType, property))]
)
def test_a_docstring_names_each_argument_and_its_unit(where: str) -> None:
    text = documentation(where)
    wanted = parameters(where, *NAMES[where])
    missing = {name for name in wanted if not re.search(rf"\b{name}\b", text)}
    assert not missing, f"{where} says nothing of {sorted(missing)}"
    if wanted & MILLISECONDS:
        assert "milliseconds" in text, f"{where}: of what unit is the time?"
    if wanted & BYTES:
        assert "bytes" in text.lower(), f"{where}: of what unit is the size?"


@pytest.mark.parametrize("section", MANUAL)
def test_a_docstring_names_the_section_of_the_manual(section: str) -> None:
    place, name = section.rstrip("()").split(".")
    homes = [PLACES[place]] if place in PLACES else [netuv.stream, netuv.stream.Readable]
    home = next(home for home in homes if hasattr(home, snake(name)))
    found = inspect.getattr_static(home, snake(name))
    text = (getattr(found, "__func__", found).__doc__) or ""
    assert f"(manual: {section})" in " ".join(text.split())


@pytest.mark.parametrize("name", CLASSES.split())
def test_a_class_names_its_section_of_the_manual(name: str) -> None:
    module, cls = (netuv, getattr(netuv, name, None)) if hasattr(netuv, name) else (None, None)
    prefix = "net" if module is not None else "stream"
    text = (cls or getattr(netuv.stream, name)).__doc__ or ""
    assert f"(manual: Class: {prefix}.{name})" in " ".join(text.split())


def test_the_walk_over_public_names_finds_functions_methods_and_keywords() -> None:
    for where in ("netuv.Socket.write", "netuv.TCP.write", "netuv.dns.lookup", "netuv.run"):
        assert where in NAMES
    owner, value = NAMES["netuv.Socket.connect"]
    found = parameters("netuv.Socket.connect", owner, value)
    assert {"port", "path", "host", "listener", "no_delay", "block_list"} <= found
    assert len(NAMES) > 250
