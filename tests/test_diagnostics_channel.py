"""Channels in Python's own terms; the rest of it is in conformance/parity."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import weakref
from contextvars import ContextVar
from typing import Any

import pytest
from support.peers import HOST, port_of
from support.programs import child_environment

import netuv
from netuv import diagnostics_channel as dc


def test_a_channel_is_kept_while_somebody_subscribes_and_not_longer() -> None:
    def nothing(message: object) -> None:
        """Does nothing."""

    dc.subscribe("kept", nothing)
    kept = weakref.ref(dc.channel("kept"))
    gc.collect()
    assert kept() is not None
    assert dc.unsubscribe("kept", nothing)
    gc.collect()
    assert kept() is None
    dc.channel("not kept")
    gc.collect()
    assert not dc.has_subscribers("not kept")


def test_a_subscriber_may_take_the_message_alone_the_name_too_or_nothing() -> None:
    seen: list[Any] = []
    channel = dc.channel("arguments")
    channel.subscribe(seen.append)
    channel.subscribe(lambda message, name: seen.append((message, name)))
    channel.subscribe(lambda *args: seen.append(args))
    channel.subscribe(lambda: seen.append("nothing"))
    channel.subscribe(lambda message, seen=seen: seen.append("kept"))
    channel.publish(1)
    assert seen == [1, (1, "arguments"), (1, "arguments"), "nothing", "kept"]


def test_an_async_subscriber_is_a_task() -> None:
    seen: list[Any] = []
    reported: list[Any] = []

    async def subscriber(message: Any) -> None:
        await asyncio.sleep(0)
        seen.append(message)
        raise LookupError("after")

    async def main() -> None:
        host = asyncio.get_running_loop()
        host.set_exception_handler(lambda _, context: reported.append(context["exception"]))
        channel = dc.channel("tasks")
        channel.subscribe(subscriber)
        channel.publish("message")
        while not reported:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert seen == ["message"]
    assert [str(error) for error in reported] == ["after"]


def test_an_async_subscriber_outside_asyncio_is_an_error_of_run() -> None:
    async def subscriber(message: object) -> None:
        """Is never run."""

    channel = dc.channel("no tasks")
    channel.subscribe(subscriber)
    channel.publish("message")
    with pytest.raises(netuv.StateError, match="asyncio"):
        netuv.run()


def test_what_a_subscriber_raises_comes_out_of_run_later() -> None:
    def fail(message: object) -> None:
        raise LookupError("bad")

    seen: list[Any] = []
    channel = dc.channel("failing")
    channel.subscribe(fail)
    channel.subscribe(seen.append)
    channel.publish(1)
    assert seen == [1]
    with pytest.raises(LookupError, match="bad"):
        netuv.run()
    netuv.run()


def test_inside_asyncio_what_a_subscriber_raises_goes_to_the_exception_handler() -> None:
    reported: list[Any] = []

    def fail(message: object) -> None:
        raise LookupError("bad")

    async def main() -> None:
        host = asyncio.get_running_loop()
        host.set_exception_handler(lambda _, context: reported.append(context["exception"]))
        channel = dc.channel("failing inside")
        channel.subscribe(fail)
        channel.publish(1)
        while not reported:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert [str(error) for error in reported] == ["bad"]


def test_a_traced_coroutine_publishes_when_it_is_over() -> None:
    seen: list[Any] = []
    tracing = dc.tracing_channel("coroutine")
    parts = "start", "end", "async_start", "async_end", "error"
    for part in parts:
        tracing.subscribe({part: lambda context, part=part: seen.append((part, dict(context)))})

    async def work(value: int) -> int:
        await asyncio.sleep(0)
        seen.append("at work")
        if value < 0:
            raise error
        return value + 1

    error = ValueError("negative")

    async def main() -> None:
        assert await tracing.trace_promise(work, {}, 1) == 2
        with pytest.raises(ValueError, match="negative"):
            await tracing.trace_promise(work, None, -1)

    asyncio.run(main())
    names = [one if isinstance(one, str) else one[0] for one in seen]
    assert names == [
        *("start", "end", "at work", "async_start", "async_end"),
        *("start", "end", "at work", "error", "async_start", "async_end"),
    ]
    assert seen[3] == ("async_start", {"result": 2})
    assert seen[-1] == ("async_end", {"error": error})


def test_the_handlers_of_a_tracing_channel_may_be_keywords() -> None:
    seen: list[Any] = []
    tracing = dc.tracing_channel("keywords")
    tracing.subscribe(start=seen.append, end=seen.append)
    assert tracing.has_subscribers
    tracing.trace_sync(int, {"a": 1})
    assert seen == [{"a": 1, "result": 0}] * 2
    assert tracing.unsubscribe(start=seen.append, end=seen.append)
    assert not tracing.has_subscribers
    with pytest.raises(TypeError, match="begin"):
        tracing.subscribe(begin=seen.append)
    with pytest.raises(TypeError, match="handlers"):
        tracing.subscribe()


def test_a_handler_that_cannot_be_called_subscribes_none() -> None:
    tracing = dc.tracing_channel("refused")
    with pytest.raises(TypeError) as raised:
        tracing.subscribe({"start": print, "error": 5})  # type: ignore[dict-item]
    assert raised.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
    assert not tracing.has_subscribers


def test_a_store_is_a_context_variable() -> None:
    with pytest.raises(TypeError) as raised:
        dc.channel("stores").bind_store({})  # type: ignore[arg-type]
    assert raised.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
    store: ContextVar[Any] = ContextVar("store")
    channel = dc.channel("stores")
    channel.bind_store(store)
    with pytest.raises(LookupError):
        channel.run_stores("message", lambda: store.get() / 0 if store.get(None) is None else [][0])
    assert store.get("unset") == "unset"
    assert channel.unbind_store(store)


# -- those of net ------------------------------------------------------------------------


class Subscribed:
    """The messages of one channel, while it is open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.messages: list[Any] = []

    def __enter__(self) -> list[Any]:
        dc.subscribe(self.name, self.messages.append)
        return self.messages

    def __exit__(self, *_: object) -> None:
        assert dc.unsubscribe(self.name, self.messages.append)


def test_the_fields_of_a_message_are_keys_and_attributes() -> None:
    with Subscribed("net.client.socket") as messages:
        client = netuv.Socket()
        client.connect(1, HOST, lambda: None)
        client.on("error", lambda error: None)
    assert [message["socket"] for message in messages] == [client]
    assert messages[0].socket is client
    with pytest.raises(AttributeError, match="server"):
        _ = messages[0].server
    netuv.run()


def test_a_connection_and_what_it_is_accepted_as_are_published_inside_asyncio() -> None:
    async def main() -> tuple[bool, bool]:
        with Subscribed("net.server.socket") as accepted, Subscribed("net.client.socket") as made:
            async with netuv.create_server(lambda served: served.end()).listen(0, HOST) as server:
                async with netuv.connect(port_of(server), HOST) as client:
                    client.resume()
                    served = accepted[0].socket
                    return made[0].socket is client, served.server is server

    assert asyncio.run(main()) == (True, True)


def test_a_connection_whose_listener_fails_is_not_published() -> None:
    def fail(served: netuv.Socket) -> None:
        served.destroy()
        server.close()
        raise LookupError("bad")

    server = netuv.create_server(fail)
    with Subscribed("net.server.socket") as messages:
        server.listen(0, HOST, lambda: netuv.connect(port_of(server), HOST).resume())
        with pytest.raises(LookupError):
            netuv.run()
        netuv.run()
    assert messages == []


def test_a_connect_that_is_refused_at_the_call_is_not_published() -> None:
    with Subscribed("net.client.socket") as messages, pytest.raises(ValueError):
        netuv.connect(70000, HOST)
    assert messages == []


def test_the_options_of_listen_are_those_its_arguments_stand_for(tmp_path: Any) -> None:
    path = str(tmp_path / "socket")
    with Subscribed("tracing:net.server.listen:async_start") as messages:
        for args, keywords in (
            ((0, HOST, 5), {}),
            ((path,), {}),
            ((), {"port": 0, "ipv6_only": True}),
            ((lambda: None,), {}),
        ):
            server = netuv.create_server().listen(*args, **keywords)  # type: ignore[call-overload]
            server.on("listening", server.close)
            netuv.run()
        other = netuv.create_server().listen(0)
        netuv.create_server().listen(other).close()
        other.close()
        netuv.run()
    assert [message.options for message in messages] == [
        {"port": 0, "host": HOST},
        {"path": path},
        {"port": 0, "ipv6_only": True},
        {},
        {"port": 0},
        {"handle": messages[-1].options["handle"]},
    ]


def test_a_subscriber_that_makes_the_server_listen_leaves_one_listener() -> None:
    server = netuv.create_server()

    def listen(message: Any) -> None:
        dc.unsubscribe("tracing:net.server.listen:async_start", listen)
        server.listen(0)

    dc.subscribe("tracing:net.server.listen:async_start", listen)
    with pytest.raises(netuv.StateError) as raised:
        server.listen(0)
    assert raised.value.code == "ERR_SERVER_ALREADY_LISTEN"
    assert server.listening
    server.close()
    netuv.run()
    assert netuv.get_active_resources_info() == []


def test_a_channel_keeps_nothing_of_what_it_has_published() -> None:
    with Subscribed("net.server.socket") as messages:
        server = netuv.create_server(lambda served: (served.destroy(), server.close()))
        server.listen(0, HOST, lambda: netuv.connect(port_of(server), HOST).resume())
        netuv.run()
        gone = weakref.ref(messages.pop().socket)
    gc.collect()
    assert gone() is None


COUNTED = """
import sys
import netuv
from netuv import diagnostics_channel as dc

class Counted(dict):
    pass

made = []
dc.Message.__init__ = lambda self, **fields: (made.append(1), dict.__init__(self, **fields))[0]
server = netuv.create_server(lambda served: (served.end(), server.close()))
server.listen(0, "127.0.0.1", lambda: netuv.connect(server.address().port, "127.0.0.1").resume())
netuv.run()
sys.exit(len(made))
"""


def test_no_message_is_made_while_nobody_subscribes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNTED], env=child_environment(), timeout=30, check=False
    )
    assert done.returncode == 0
