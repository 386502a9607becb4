"""The asyncio loop of an attached loop goes on where that may not: in a forked child, in another
thread.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket as sockets
import threading
from typing import Any

import pytest
from support.hosts import HOSTS, Host
from support.peers import port_of
from support.programs import run_program

import netuv

ADDRESS = "127.0.0.1"

FORKED = """
import asyncio, logging, os, resource, sys, warnings
# Newer Pythons' own words: of policies, of fork() with threads, and 3.14's child forgets its tasks.
warnings.simplefilter("ignore", DeprecationWarning)
asyncio_log = logging.getLogger("asyncio")
asyncio_log.addFilter(lambda record: "Task was destroyed" not in record.getMessage())
if {uvloop}:
    import uvloop
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
os.environ["NETUV_AIO"] = {way!r}
import netuv

resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

def on_data(chunk):
    if not statuses:
        child = os.fork()
        if not child:
            sys.exit(3)
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    received.extend(chunk)
    client.end()

async def main():
    global client
    closed = asyncio.get_running_loop().create_future()
    server = await netuv.create_server(lambda served: served.pipe(served)).listen(0, "127.0.0.1")
    client = await netuv.connect(server.address().port, "127.0.0.1")
    client.on("data", on_data).on("close", lambda _: server.close(lambda: closed.set_result(None)))
    client.write(b"hello")
    await asyncio.wait_for(closed, 20)

statuses, received = [], bytearray()
asyncio.run(main())
assert (statuses, bytes(received)) == ([3], b"hello"), (statuses, received)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")
@pytest.mark.parametrize("name", HOSTS)
def test_a_child_forked_in_a_listener_exits_and_the_parent_goes_on(name: str) -> None:
    way = "thread" if "thread" in name else "reader"
    run_program(FORKED.format(uvloop="uvloop" in name, way=way))


def in_a_thread(function: Any) -> None:
    failed: list[BaseException] = []

    def call() -> None:
        try:
            function()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    for error in failed:
        raise error


async def echo(socket: netuv.Socket) -> None:
    async for chunk in socket:
        socket.write(chunk)


async def echoed(port: int, data: bytes) -> bytes:
    async with netuv.connect(port, ADDRESS) as client:
        client.write(data)
        result: bytes = await client.read_exactly(len(data))
        return result


def test_a_loop_that_another_thread_runs_meanwhile_is_quiet_there(host: Host) -> None:
    async def first() -> netuv.Server:
        return await netuv.create_server(echo).listen(0, ADDRESS)

    async def second() -> None:  # in the other thread, where the first one's descriptor is ready
        with sockets.create_connection((ADDRESS, port)):
            assert await echoed(await own_port(), b"there") == b"there"
            server._loop.call_soon_threadsafe(called.append, True)
            await asyncio.sleep(0.1)  # time in which it could report a thousand times
        assert called == []

    async def own_port() -> int:
        other: Any = await netuv.create_server(echo).listen(0, ADDRESS)
        number: int = other.address().port
        return number

    called: list[bool] = []
    loop = host.new_loop()
    loop.set_exception_handler(lambda _, context: host.reported.append(context))
    server = loop.run_until_complete(first())
    port = port_of(server)
    in_a_thread(lambda: loop.run_until_complete(second()))
    gc.collect()  # PyPy closes a thread's loop with it
    assert loop.run_until_complete(asyncio.wait_for(echoed(port, b"here"), 20)) == b"here"
    assert called == [True]
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    assert host.reported == []
