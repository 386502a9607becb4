"""``events.once()`` and ``events.on()`` in Python's own terms; the rest: conformance/parity."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import warnings
from typing import Any

import pytest
from support.hosts import tasks_settled
from support.peers import HOST, port_of

import netuv
from netuv import events


def counts(emitter: netuv.EventEmitter) -> tuple[int, int]:
    return emitter.listener_count("x"), emitter.listener_count("error")


# -- once --------------------------------------------------------------------------------


def test_once_gives_an_event_that_came_before_it_was_awaited() -> None:
    async def main() -> tuple[Any, ...]:
        emitter = netuv.EventEmitter()
        waiting = netuv.once(emitter, "x")
        emitter.emit("x", 1, "two")
        return await waiting

    assert asyncio.run(main()) == (1, "two")


def test_a_task_of_once_that_is_cancelled_before_its_first_step_leaves_no_listener() -> None:
    async def main() -> tuple[int, int]:
        emitter = netuv.EventEmitter()
        task = asyncio.create_task(netuv.once(emitter, "x"))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return counts(emitter)

    assert asyncio.run(main()) == (0, 0)


def test_once_that_times_out_leaves_no_listener() -> None:
    async def main() -> tuple[int, int]:
        emitter = netuv.EventEmitter()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(netuv.once(emitter, "x"), 0.001)
        return counts(emitter)

    assert asyncio.run(main()) == (0, 0)


def test_once_that_nobody_awaits_leaves_no_listener_and_is_warned_about() -> None:
    async def main() -> tuple[int, int]:
        emitter = netuv.EventEmitter()
        with pytest.warns(RuntimeWarning, match="'once' was never awaited"):
            netuv.once(emitter, "x")
            for _ in range(3):  # PyPy's coroutine is found by the first, and ended by a later one
                gc.collect()
        return counts(emitter)

    assert asyncio.run(main()) == (0, 0)


def test_the_signal_of_once_has_no_listener_when_it_is_over() -> None:
    async def main() -> int:
        emitter = netuv.EventEmitter()
        signal = netuv.AbortController().signal
        waiting = netuv.once(emitter, "x", signal=signal)
        emitter.emit("x")
        await waiting
        return len(events.get_event_listeners(signal, "abort"))

    assert asyncio.run(main()) == 0


def test_an_emitter_of_the_user_may_have_a_loop_that_is_none_of_ours() -> None:
    class Mine(netuv.EventEmitter):
        def __init__(self) -> None:
            super().__init__()
            self._loop = asyncio.get_running_loop()

    async def main() -> tuple[Any, ...]:
        mine = Mine()
        waiting, every = netuv.once(mine, "x"), events.on(mine, "x")
        mine.emit("x", 1)
        return await waiting + await every.__anext__()

    assert asyncio.run(main()) == (1, 1)


def test_an_error_that_is_no_exception_is_raised_in_one() -> None:
    async def main() -> list[str]:
        emitter = netuv.EventEmitter()
        once, every = netuv.once(emitter, "x"), events.on(emitter, "x")
        emitter.emit("error", 5)
        raised = []
        for waiting in (once, every.__anext__()):
            with pytest.raises(netuv.StateError) as error:
                await waiting
            raised.append(error.value.code)
        return raised

    assert asyncio.run(main()) == ["ERR_UNHANDLED_ERROR"] * 2


class Duck:
    """An emitter of somebody else's."""

    def __init__(self) -> None:
        self.listeners: list[tuple[object, Any]] = []

    def on(self, event: object, listener: Any) -> None:
        self.listeners.append((event, listener))

    def remove_listener(self, event: object, listener: Any) -> None:
        self.listeners.remove((event, listener))

    def emit(self, event: object, *args: object) -> None:
        for name, listener in list(self.listeners):
            if name == event:
                listener(*args)


def test_what_has_on_and_remove_listener_is_an_emitter() -> None:
    async def main() -> list[Any]:
        duck = Duck()
        once, every = netuv.once(duck, "x"), events.on(duck, "x")
        duck.emit("x", 1)
        duck.emit("error", LookupError("bad"))
        found: list[Any] = [await once, await every.__anext__()]
        with pytest.raises(LookupError, match="bad"):
            await every.__anext__()
        assert duck.listeners == []
        return found

    assert asyncio.run(main()) == [(1,), (1,)]


# -- on ----------------------------------------------------------------------------------


def test_async_for_over_an_event_that_is_left_takes_the_listeners_off() -> None:
    async def main() -> list[Any]:
        emitter = netuv.EventEmitter()
        asyncio.get_running_loop().call_soon(emitter.emit, "x", 1)
        asyncio.get_running_loop().call_soon(emitter.emit, "x", 2)
        seen: list[Any] = []
        async for args in events.on(emitter, "x"):
            seen.append(args)
            if args == (2,):
                break
        gc.collect()  # PyPy
        return [*seen, counts(emitter)]

    assert asyncio.run(main()) == [(1,), (2,), (0, 0)]


def test_what_is_iterated_again_has_missed_nothing() -> None:
    async def main() -> list[Any]:
        emitter = netuv.EventEmitter()
        every = events.on(emitter, "x")
        seen: list[Any] = []
        emitter.emit("x", 1)
        async for args in every:
            seen.append(args)
            break
        emitter.emit("x", 2)
        async for args in every:
            seen.append(args)
            break
        return seen

    assert asyncio.run(main()) == [(1,), (2,)]


def test_a_step_that_is_cancelled_loses_no_event() -> None:
    async def main() -> list[Any]:
        emitter = netuv.EventEmitter()
        every = events.on(emitter, "x")
        waiting = asyncio.ensure_future(every.__anext__())
        await tasks_settled()
        waiting.cancel()
        await tasks_settled()
        emitter.emit("x", 1)
        handed = asyncio.ensure_future(every.__anext__())
        other = asyncio.ensure_future(every.__anext__())
        await tasks_settled()
        emitter.emit("x", 2)
        other.cancel()  # it has the event, but has not gone on
        await tasks_settled()
        assert other.cancelled()
        return [await handed, await every.__anext__()]

    assert asyncio.run(main()) == [(1,), (2,)]


def test_an_event_of_a_cancelled_step_goes_to_the_next_who_waits() -> None:
    async def main() -> Any:
        emitter = netuv.EventEmitter()
        every = events.on(emitter, "x")
        one, two = (asyncio.ensure_future(every.__anext__()) for _ in range(2))
        await tasks_settled()
        emitter.emit("x", 1)
        one.cancel()
        return await asyncio.wait_for(two, 5)

    assert asyncio.run(main()) == (1,)


def test_an_error_of_a_cancelled_step_is_raised_by_the_next_one() -> None:
    async def main() -> None:
        emitter = netuv.EventEmitter()
        every = events.on(emitter, "x")
        waiting = asyncio.ensure_future(every.__anext__())
        await tasks_settled()
        emitter.emit("error", LookupError("bad"))
        waiting.cancel()
        await tasks_settled()
        with pytest.raises(LookupError, match="bad"):
            await every.__anext__()
        with pytest.raises(StopAsyncIteration):
            await every.__anext__()

    asyncio.run(main())


def test_aclosing_ends_the_iteration_of_who_waits() -> None:
    async def main() -> tuple[int, int]:
        emitter = netuv.EventEmitter()
        async with contextlib.aclosing(events.on(emitter, "x")) as every:
            waiting = asyncio.ensure_future(every.__anext__())
            await tasks_settled()
        with pytest.raises(StopAsyncIteration):
            await waiting
        return counts(emitter)

    assert asyncio.run(main()) == (0, 0)


def test_a_socket_is_iterated_over_until_it_fails() -> None:
    async def main() -> list[Any]:
        server = await netuv.create_server(lambda served: served.write(b"data")).listen(0, HOST)
        client = await netuv.connect(port_of(server), HOST)
        seen: list[Any] = []
        with pytest.raises(LookupError, match="over"):
            async for (chunk,) in events.on(client, "data"):
                seen.append(chunk)
                client.destroy(LookupError("over"))
        server.close()
        return seen

    assert asyncio.run(main()) == [b"data"]


def test_an_error_that_came_before_is_raised_by_on() -> None:
    async def main() -> None:
        client = netuv.Socket()
        client.destroy(LookupError("before"))
        await tasks_settled()
        with pytest.raises(LookupError, match="before"):
            events.on(client, "data")
        assert client.listener_count("data") == 0

    asyncio.run(main())


def test_an_iterator_that_is_garbage_in_another_thread_is_taken_off_by_its_loop() -> None:
    async def main() -> int:
        client = netuv.Socket()
        left = [events.on(client, "data")]
        thread = threading.Thread(target=left.clear)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            thread.start()
            thread.join()
            gc.collect()
            while client.listener_count("data"):
                await asyncio.sleep(0)
        count = client.listener_count("error")
        client.destroy()
        return count

    assert asyncio.run(asyncio.wait_for(main(), 10)) == 0


def test_on_outside_asyncio_is_refused() -> None:
    emitter = netuv.EventEmitter()
    with pytest.raises(netuv.StateError, match="asyncio") as raised:
        events.on(emitter, "x")
    assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"
    assert counts(emitter) == (0, 0)


def test_a_listener_that_refuses_the_second_listener_leaves_none() -> None:
    async def main() -> tuple[int, int]:
        emitter = netuv.EventEmitter()

        def refuse(event: object, listener: object) -> None:
            if event == "error":
                raise LookupError("no")

        emitter.on("new_listener", refuse)
        with pytest.raises(LookupError):
            events.on(emitter, "x")
        return counts(emitter)

    assert asyncio.run(main()) == (0, 0)


def test_a_listener_that_refuses_the_second_listener_of_once_leaves_none() -> None:
    async def main() -> tuple[int, int]:
        emitter = netuv.EventEmitter()

        def refuse(event: object, listener: object) -> None:
            if event == "error":
                raise LookupError("no")

        emitter.on("new_listener", refuse)
        with pytest.raises(LookupError):
            await netuv.once(emitter, "x")
        return counts(emitter)

    assert asyncio.run(main()) == (0, 0)
