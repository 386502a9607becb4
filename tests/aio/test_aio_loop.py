"""A netuv loop attached to an asyncio loop: its turns, its exceptions, its end."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import gc
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from support.hosts import Host
from support.peers import port_of
from support.programs import run_program

import netuv


async def listening(server: netuv.Server) -> int:
    """Has ``server`` listen; its port."""
    done = asyncio.get_running_loop().create_future()
    server.listen(0, "127.0.0.1", lambda: done.set_result(None))
    await done
    port: int = port_of(server)
    return port


async def echo_once(size: int = 5) -> bytes:
    """A server and a client with plain callbacks: what comes back of ``size`` bytes."""
    done = asyncio.get_running_loop().create_future()
    received = bytearray()

    def on_connection(served: netuv.Socket) -> None:
        served.pipe(served)

    def on_data(chunk: bytes) -> None:
        received.extend(chunk)
        if len(received) == size:
            client.end()

    server = netuv.create_server(on_connection)
    client = netuv.connect(await listening(server), "127.0.0.1")
    client.write(bytes(size))
    client.on("data", on_data)
    client.on("close", lambda _: server.close(lambda: done.set_result(None)))
    await done
    return bytes(received)


def test_callbacks_work_in_a_running_asyncio_loop(host: Host) -> None:
    assert host.run(echo_once()) == bytes(5)


def test_more_than_the_kernel_takes_goes_both_ways(host: Host) -> None:
    assert host.run(echo_once(3_000_000)) == bytes(3_000_000)


def test_an_asyncio_loop_has_one_netuv_loop(host: Host) -> None:
    async def main() -> None:
        first = netuv.get_loop()
        await asyncio.sleep(0)
        assert netuv.get_loop() is first
        assert netuv.create_server()._loop is first

    before = netuv.get_loop()
    host.run(main())
    assert netuv.get_loop() is before


def test_two_threads_have_two_loops(host: Host) -> None:
    results: list[bytes] = []

    def run() -> None:
        results.append(Host(host.name).run(echo_once()))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == [bytes(5)] * 2


def test_ticks_immediates_and_timers_of_a_task_run(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        done = asyncio.get_running_loop().create_future()
        netuv.set_timeout(lambda: (seen.append("timer"), done.set_result(None)), 20)
        netuv.set_immediate(lambda: netuv.set_immediate(seen.append, "second immediate"))
        netuv.set_immediate(seen.append, "immediate")
        netuv.next_tick(seen.append, "tick")
        await done
        return seen

    assert host.run(main()) == ["tick", "immediate", "second immediate", "timer"]


def test_a_timer_that_is_earlier_than_the_others_comes_first(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        hour = 3_600_000
        far = []
        for hours in (3, 2, 1):  # each is the earliest when it is made
            far.append(netuv.set_timeout(seen.append, hours * hour, f"{hours} hours"))
            await asyncio.sleep(0)
        soon = [asyncio.get_running_loop().create_future() for _ in range(2)]
        netuv.set_timeout(soon[0].set_result, 30, None)
        await asyncio.sleep(0)
        netuv.set_timeout(soon[1].set_result, 1, None)
        await asyncio.gather(*soon)
        for timer in far:
            netuv.clear_timeout(timer)
        return seen

    assert host.run(main()) == []


def test_an_interval_goes_on_until_it_is_cleared(host: Host) -> None:
    async def main() -> int:
        count = 0
        done = asyncio.get_running_loop().create_future()

        def tick() -> None:
            nonlocal count
            count += 1
            if count == 3:
                netuv.clear_interval(timer)
                done.set_result(None)

        timer = netuv.set_interval(tick, 2)
        await done
        await asyncio.sleep(0.02)
        return count

    assert host.run(main()) == 3


def test_sockets_that_never_rest_leave_the_host_its_turns(host: Host) -> None:
    async def main() -> int:
        server = netuv.create_server(lambda served: served.pipe(served))
        port = await listening(server)
        clients = [netuv.connect(port, "127.0.0.1") for _ in range(40)]
        chunks = [0]  # counted since the host's last round

        def on_data(client: netuv.Socket, chunk: bytes) -> None:
            chunks[-1] += 1
            client.write(chunk)

        for client in clients:
            client.on("data", functools.partial(on_data, client))
            client.write(b"round and round")
        while sum(chunks) < 20_000:
            await asyncio.sleep(0)
            chunks.append(0)
        for client in clients:
            client.destroy()
        server.close()
        return max(chunks)

    assert 0 < host.run(main()) < 1000


def test_another_thread_can_call_in(host: Host) -> None:
    async def main() -> str:
        done = asyncio.get_running_loop().create_future()
        loop = netuv.get_loop()
        threading.Thread(
            target=lambda: loop.call_soon_threadsafe(done.set_result, "from a thread")
        ).start()
        result: str = await done
        return result

    assert host.run(main()) == "from a thread"


def test_an_exception_of_a_listener_is_reported_and_costs_nothing_else(host: Host) -> None:
    async def main() -> bytes:
        netuv.next_tick(fail, "tick")
        netuv.set_immediate(fail, "immediate")
        netuv.set_timeout(fail, 1, "timer")
        result = await echo_once()
        await asyncio.sleep(0.02)
        return result

    def fail(what: str) -> None:
        raise LookupError(what)

    assert host.run(main()) == bytes(5)
    assert sorted(error.args[0] for error in host.errors()) == ["immediate", "tick", "timer"]


def test_an_exception_leaves_the_other_events_of_its_batch_to_come(host: Host) -> None:
    count = 20

    async def main() -> int:
        served = 0
        done = asyncio.get_running_loop().create_future()

        def on_connection(socket: netuv.Socket) -> None:
            nonlocal served
            socket.destroy()
            served += 1
            if served == count:
                server.close(lambda: done.set_result(None))
            raise LookupError(served)

        server = netuv.create_server(on_connection)
        port = await listening(server)
        for _ in range(count):
            client = netuv.connect(port, "127.0.0.1")
            client.on("error", lambda error: None)
        await done
        return served

    assert host.run(main()) == count
    assert len(host.errors()) == count


def test_an_attached_loop_refuses_run(host: Host) -> None:
    async def main() -> None:
        for call in (netuv.run, netuv.get_loop().run_once, netuv.get_loop().stop):
            with pytest.raises(netuv.StateError) as raised:
                call()
            assert raised.value.code == "ERR_LOOP_ATTACHED"

    host.run(main())


def test_the_end_of_the_asyncio_loop_closes_all_of_netuvs(
    host: Host, descriptors: Callable[[], set[str]]
) -> None:
    kept: list[Any] = []

    async def main() -> None:
        server = netuv.create_server()
        kept.extend([server, netuv.connect(await listening(server), "127.0.0.1")])
        netuv.set_interval(lambda: None, 1)
        await asyncio.sleep(0.01)
        kept.append(netuv.get_loop())

    before = descriptors()
    host.run(main())
    assert descriptors() == before
    assert not any(thread.name == "netuv wait" for thread in threading.enumerate())
    with pytest.raises(netuv.StateError) as raised:
        kept[2].next_tick(print)
    assert raised.value.code == "ERR_LOOP_CLOSED"


def test_a_loop_closed_by_hand_is_replaced(host: Host) -> None:
    async def main() -> bytes:
        first = netuv.get_loop()
        server = netuv.create_server()
        await listening(server)
        first.close()
        first.close()
        assert netuv.get_loop() is not first
        return await echo_once()

    assert host.run(main()) == bytes(5)


def test_an_asyncio_loop_that_only_closes_leaves_nothing_to_the_next(
    host: Host, descriptors: Callable[[], set[str]]
) -> None:
    before = descriptors()
    loop = host.new_loop()
    loop.run_until_complete(echo_once())
    loop.close()
    assert host.run(echo_once()) == bytes(5)
    del loop
    gc.collect()
    assert descriptors() == before


def test_a_second_run_of_the_same_asyncio_loop_goes_on(host: Host) -> None:
    loop = host.new_loop()
    seen: list[str] = []

    async def first() -> None:
        netuv.set_timeout(seen.append, 5, "timer")
        netuv.next_tick(seen.append, "tick")

    loop.run_until_complete(first())
    loop.run_until_complete(asyncio.sleep(0.03))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    assert seen == ["tick", "timer"]


def test_ctrl_c_in_a_listener_comes_out_and_the_loop_stays_whole(host: Host) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    async def fail() -> None:
        netuv.next_tick(interrupt)
        await asyncio.sleep(10)

    loop = host.new_loop()
    task = loop.create_task(fail())
    with pytest.raises(KeyboardInterrupt):
        loop.run_until_complete(task)
    assert loop.run_until_complete(asyncio.wait_for(echo_once(), 10)) == bytes(5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        loop.run_until_complete(task)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def test_ticks_and_timers_see_the_context_of_the_call(host: Host) -> None:
    variable = contextvars.ContextVar("variable", default="none")

    async def main() -> list[str]:
        seen: list[str] = []
        variable.set("first")
        netuv.get_loop()
        variable.set("later")
        done = asyncio.get_running_loop().create_future()
        netuv.next_tick(lambda: seen.append(variable.get()))
        netuv.set_timeout(lambda: (seen.append(variable.get()), done.set_result(None)), 5)
        await done
        return seen

    assert host.run(main()) == ["later", "later"]


def test_debug_mode_finds_nothing_slow_of_ours(
    host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "asyncio")

    async def main() -> None:
        # The default is a tenth of a second, which a busy machine may take for nothing.
        asyncio.get_running_loop().slow_callback_duration = 3
        for _ in range(20):
            await echo_once(100_000)

    host.run(main(), debug=True)
    assert not [record for record in caplog.records if "Executing" in record.message]
    assert host.reported == []


def test_an_unknown_way_of_watching_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        with pytest.raises(netuv.StateError, match="NETUV_AIO"):
            netuv.get_loop()

    monkeypatch.setenv("NETUV_AIO", "hope")
    asyncio.run(main())


def test_neither_asyncio_nor_inspect_is_imported_for_nothing() -> None:
    program = """
import sys, netuv
server = netuv.create_server(lambda s: s.end())
def connect():
    client = netuv.connect(server.address().port, "localhost").resume()
    client.on("close", lambda _: server.close())
server.listen(0, connect)
netuv.run()
assert not {"asyncio", "inspect"} & set(sys.modules)
"""
    run_program(program)


def test_a_child_made_by_fork_starts_without_the_attached_loop(host: Host) -> None:
    program = f"""
import asyncio, os, sys
sys.path[:0] = {sys.path!r}
import netuv
from support.hosts import Host
async def main():
    netuv.get_loop()
    await asyncio.sleep(0)
def child():
    from aio.test_aio_loop import echo_once
    Host({host.name!r}).run(echo_once())
async def parent():
    netuv.get_loop()
    pid = os.fork()
    if pid == 0:
        try:
            asyncio._set_running_loop(None)
            child()
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
Host({host.name!r}).run(parent())
"""
    run_program(program, "-W", "ignore")
