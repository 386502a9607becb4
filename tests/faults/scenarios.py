"""The programs under which calls fail. Each is short, and does the same calls every time."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from typing import Any

import netuv

from .ledger import End, Ledger, body
from .world import HOST, World, on_own_loop

Scenario = Callable[[Ledger, str], None]
SCENARIOS: dict[str, Scenario] = {}


def on_loop(scenario: Callable[[World], None]) -> Callable[[World], None]:
    """Registers a scenario that runs on a netuv loop of its own."""

    def start(ledger: Ledger, fault: str) -> None:
        on_own_loop(scenario, ledger, fault)

    SCENARIOS[scenario.__name__] = start
    return scenario


@on_loop
def echo(world: World) -> None:
    """Two connections over TCP, with options; each message waits for the last one's echo."""

    def setup(socket: Any) -> None:
        world.ledger.attempt("set_timeout", socket.set_timeout, 60_000)
        world.echo(socket)

    def begin(server: Any) -> None:
        where = world.where(server)
        world.probe_and_close(server)
        for number in (1, 2):
            chunks = [body(number, 40), b"x" * 24, b"y"]
            world.client(number, chunks, no_delay=True, keep_alive=True, **where)

    world.listen(setup, begin, 0, HOST, no_delay=True, keep_alive=True)


@on_loop
def queue(world: World) -> None:
    """More than the kernel takes at once, in many chunks, to a peer that begins late."""
    total = body(3, 500_000)

    def setup(socket: Any) -> None:
        world.receive(socket)
        socket.on("end", lambda: world.write(socket, b"%d" % len(world.ends[socket].received)))
        socket.on("end", socket.end)
        netuv.set_timeout(socket.resume, 2)

    def begin(server: Any) -> None:
        world.when_over = lambda: world.attempt_close(server)
        world.open_clients += 1
        socket = world.ledger.attempt("connect", netuv.connect, **world.where(server))
        if socket is None:
            netuv.next_tick(world.client_over)
            return
        end = world.watch(socket, "client 3")
        end.wanted = b"%d" % len(total)
        world.ledger.sent.append(end)
        world.receive(socket)
        socket.on("connect", lambda: send(socket))
        socket.on("close", lambda *_: world.client_over())

    def send(socket: Any) -> None:
        socket.cork()
        for start in range(0, 400_000, 50_000):
            world.write(socket, total[start : start + 50_000])
        socket.uncork()
        world.write(socket, bytes(total[400_000:]))
        socket.end()

    path = os.path.join(world.directory, "queue")
    world.paths.append(path)
    world.listen(setup, begin, path, allow_half_open=True, pause_on_connect=True)


@on_loop
def eyeballs(world: World) -> None:
    """Three addresses, of which the last one serves; one after the other, and side by side."""
    addresses = [("::1", 6), ("127.0.0.2", 4), (HOST, 4)]

    def lookup(hostname: str, callback: Any, **options: Any) -> None:
        callback(None, addresses)

    def begin(server: Any) -> None:
        where = {**world.where(server), "host": "three.example", "lookup": lookup}
        world.probe_and_close(server)
        for number, how in ((1, True), (2, "parallel")):
            world.client(number, [body(number, 20)], **where, auto_select_family=how)

    world.listen(world.echo, begin, 0, HOST)


@on_loop
def listening(world: World) -> None:
    """Connections come and go; one over the limit is dropped; one is reset; accepting pauses."""

    def setup(socket: Any) -> None:
        world.echo(socket)

    def begin(server: Any) -> None:
        where = world.where(server)
        server.max_connections = 2
        world.probe_and_close(server)
        for number in (1, 2, 3):
            world.client(number, [body(number, 10)], **where)
        last = world.client(4, [body(4, 10)], **where)
        if last is not None:
            last.on("connect", lambda: world.ledger.attempt("reset", last.reset_and_destroy))
            world.ends[last].wanted = None
        world.ledger.attempt("pause", server.pause, 3)

    world.ledger.may_cost_many = True  # who is dropped is for the system to say
    world.listen(setup, begin, 0, HOST, pause_on_connect=False, keep_alive=True)


@on_loop
def shutdown(world: World) -> None:
    """A server that shuts down: one client ends in time, one is reset; then it serves again."""
    counted: list[Any] = []
    paused: list[Any] = []

    def begin(server: Any) -> None:
        where = world.where(server)
        clients = [world.client(number, [body(number, 10)], **where) for number in (1, 2)]
        for client in filter(None, clients):
            world.ends[client].wanted = None
            client.on("data", lambda _: shut(server))
            client.on("close", lambda _: shut(server))
        if None in clients:
            netuv.next_tick(shut, server)
        last = clients[1]
        if last is not None:
            last.pause()
            paused.append(last)
        world.when_over = lambda: again(server)

    def shut(server: Any) -> None:
        if not counted:
            counted.append(None)
            before = len(world.ledger.reports)
            world.ledger.attempt("shutdown", server.shutdown, 20, done)
            if len(world.ledger.reports) > before:  # it has changed nothing
                world.ledger.attempt("shutdown", server.shutdown, 20, done)

    def done(error: Any, counts: Any) -> None:
        for client in paused:
            client.resume()

    def again(server: Any) -> None:
        world.when_over = None
        if server.listening:
            world.attempt_close(server)
        world.listen(world.echo, world.probe_and_close, 0, HOST)

    world.ledger.may_cost_many = True
    world.listen(world.echo, begin, 0, HOST)


@on_loop
def endings(world: World) -> None:
    """Nobody listens; destroyed while it connects; with writes that are queued; reset by both."""
    deaf = socket.socket()
    deaf.bind((HOST, 0))
    world.finally_close.append(deaf)

    def queued(client: Any) -> None:
        for _ in range(3):
            world.write(client, bytes(100_000))
        client.destroy()

    def begin(server: Any) -> None:
        where = world.where(server)
        world.probe_and_close(server)
        world.client(1, [body(1, 10)], port=deaf.getsockname()[1], host=HOST)
        clients = [world.client(number, [body(number, 10)], **where) for number in (2, 3, 4)]
        for client in filter(None, clients):
            world.ends[client].wanted = None
        early, full, rude = clients
        if early is not None:
            early.destroy()
        if full is not None:
            full.on("connect", lambda: queued(full))
        if rude is not None:
            rude.on("data", lambda _: world.ledger.attempt("reset", rude.reset_and_destroy))

    world.ledger.may_cost_many = True
    world.listen(world.echo, begin, 0, HOST)


@on_loop
def unix(world: World) -> None:
    """A path that all may use, and an abstract name."""

    def begin(server: Any) -> None:
        where = world.where(server)
        world.probe_and_close(server)
        for number in (1, 2):
            world.client(number, [body(number, 30), b"z" * 9], **where)

    def begin_abstract(server: Any) -> None:
        world.client(5, [body(5, 8)], path=abstract)
        world.others.append(server)
        server.unref()

    path = os.path.join(world.directory, "unix")
    abstract = f"\0netuv-faults-{os.getpid()}"
    world.paths.append(path)
    world.listen(world.echo, begin_abstract, abstract)
    world.listen(world.echo, begin, path=path, readable_all=True, writable_all=True)


@on_loop
def pipe(world: World) -> None:
    """What comes is piped back, and the end as well; and so through a FIFO."""

    def setup(socket: Any) -> None:
        world.ledger.attempt("pipe", socket.pipe, socket)

    def begin(server: Any) -> None:
        world.probe_and_close(server)
        world.client(1, [body(1, 50), b"w" * 20], **world.where(server))
        through_fifo(world)

    world.listen(setup, begin, 0, HOST, allow_half_open=True)


def through_fifo(world: World) -> None:
    """Writes into a FIFO what is read from its other end, by two sockets."""
    reading, writing = os.pipe()
    options: dict[str, bool] = {"readable": True, "writable": False}
    reader = world.ledger.attempt("Socket(fd)", netuv.Socket, fd=reading, **options)
    if reader is None:
        os.close(reading)
        os.close(writing)
        return
    end = world.watch(reader, "fifo reader")
    end.wanted = body(6, 33)
    world.ledger.sent.append(end)
    world.receive(reader)
    options = {"readable": False, "writable": True}
    writer = world.ledger.attempt("Socket(fd)", netuv.Socket, fd=writing, **options)
    if writer is None:
        os.close(writing)
        return
    world.ledger.served.append(world.watch(writer, "fifo writer"))
    world.write(writer, body(6, 33))
    writer.end()


@on_loop
def dns(world: World) -> None:
    """Names are looked up, alone and to connect and listen."""
    answers: list[str] = []

    def answered(error: BaseException | None, *found: Any) -> None:
        answers.append(str(found))
        if error is not None:
            world.ledger.report("lookup", error)

    def begin(server: Any) -> None:
        where = world.where(server)
        where["host"] = "localhost"
        world.probe_and_close(server)
        world.client(1, [body(1, 12)], **where, family=4)

    asked = [
        world.ledger.attempt("lookup", lookup_of, name, answered, all=everything)
        for name, everything in (("localhost", False), ("localhost", True), (HOST, False))
    ]
    world.when_run = lambda: check_answers(world, len([a for a in asked if a]), answers)
    world.listen(world.echo, begin, 0, "localhost")


def lookup_of(name: str, callback: Any, **options: Any) -> bool:
    netuv.dns.lookup(name, callback, **options)
    return True


def check_answers(world: World, asked: int, answers: list[str]) -> None:
    if asked != len(answers):
        world.ledger.fail(f"{asked} lookups were made, and {len(answers)} answered")


@on_loop
def timers(world: World) -> None:
    """Timers, immediates, idle timeouts, and a call out of another thread."""
    fired: list[str] = []

    def begin(server: Any) -> None:
        world.probe_and_close(server)
        socket = world.client(1, [body(1, 5)], **world.where(server))
        if socket is not None:
            socket.on("timeout", lambda: None)
            world.ledger.attempt("set_timeout", socket.set_timeout, 1)
        for milliseconds in (1, 2, 3):
            world.ledger.attempt("set_timeout", netuv.set_timeout, fired.append, milliseconds, "t")
        netuv.set_immediate(fired.append, "i")
        loop = netuv.get_loop()
        thread = threading.Thread(target=loop.call_soon_threadsafe, args=(fired.append, "c"))
        thread.start()
        thread.join()

    world.listen(world.echo, begin, 0, HOST)


@on_loop
def delays(world: World) -> None:
    """Timers of many delays: what was made comes, and an interval goes on; a server listens."""
    made: list[str] = []
    came: list[str] = []

    def start(name: str, delay: int) -> Any:
        timer = world.ledger.attempt("set_timeout", netuv.set_timeout, came.append, delay, name)
        if timer is not None:
            made.append(name)
        return timer

    def beat() -> None:
        came.append("beat")
        if came.count("beat") == 3:
            interval.close()

    def refresh() -> None:
        if again is not None and world.ledger.attempt("refresh", again.refresh) is not None:
            made.append("again")

    def judge() -> None:
        if sorted(came) != sorted(made):
            world.ledger.fail(f"of {made} came {came}")

    for number in range(40):
        start(f"{number}", 1 + number % 20)
    again = start("again", 1)
    interval = world.ledger.attempt("set_interval", netuv.set_interval, beat, 2)
    if interval is not None:
        made.extend(["beat"] * 3)
    world.ledger.attempt("set_timeout", netuv.set_timeout, refresh, 12)
    world.when_run = judge
    world.listen(world.echo, world.probe_and_close, 0, HOST)


@on_loop
def onread(world: World) -> None:
    """Reads into the program's own buffer."""
    buffer = bytearray(16)

    def begin(server: Any) -> None:
        world.probe_and_close(server)
        world.open_clients += 1
        made: list[Any] = []
        reading = {"buffer": buffer, "callback": lambda count, _: took(made[0], count)}
        socket = world.ledger.attempt(
            "connect", netuv.connect, **world.where(server), onread=reading
        )
        if socket is None:
            netuv.next_tick(world.client_over)
            return
        made.append(socket)
        end = world.watch(socket, "client 1")
        end.wanted = body(1, 40)
        world.ledger.sent.append(end)
        world.write(socket, body(1, 40))
        socket.on("close", lambda *_: world.client_over())

    def took(socket: Any, count: int) -> None:
        end = world.ends[socket]
        end.received += bytes(buffer[:count])
        if len(end.received) == 40:
            socket.end()

    world.listen(world.echo, begin, 0, HOST)


@on_loop
def handles(world: World) -> None:
    """TCP and Pipe used alone."""
    for kind in (netuv.TCP, netuv.Pipe):
        world.ledger.attempt(kind.__name__, handle_pair, world, kind)


def handle_pair(world: World, kind: Any) -> None:
    """A listener, and a handle that connects to it, sends, gets it back and ends."""
    path = os.path.join(world.directory, "handle")
    place: tuple[Any, ...] = (HOST, 0) if kind is netuv.TCP else (path,)
    listener = kind()
    world.others.append(listener)
    if kind is netuv.Pipe:
        world.paths.append(path)
    state = HandleEcho(world, kind, listener)
    try:
        listener.bind(*place)
        listener.listen(16, state.accepted)
        name = listener.getsockname()
        client = kind()
        world.others.append(client)
        state.client = client
        where = (name,) if isinstance(name, str) else (name.address, name.port)
        client.connect(*where, state.connected)
    except BaseException:
        state.close_all()
        raise


class HandleEcho:
    """The callbacks of ``handle_pair``; whatever fails closes all three handles."""

    def __init__(self, world: World, kind: Any, listener: Any) -> None:
        self.world = world
        self.all = [listener]
        self.client: Any = None
        self.end = End(world.ledger, f"{kind.__name__} client")
        self.end.wanted = body(7, 21)
        world.ledger.sent.append(self.end)

    def close_all(self) -> None:
        if self.client is not None:
            self.all.append(self.client)
        for handle in self.all:
            if not handle.closed:
                self.world.ledger.attempt("close", handle.close)

    def tried(self, where: str, function: Callable[..., Any], *args: Any) -> None:
        try:
            function(*args)
        except Exception as error:  # judged by report()
            self.failed(where, error)

    def failed(self, where: str, error: BaseException | None) -> bool:
        if error is None:
            return False
        self.world.ledger.report(where, error, self.end)
        self.close_all()
        return True

    def accepted(self, error: BaseException | None, handle: Any = None) -> None:
        if self.failed("accept", error):
            return
        self.all.append(handle)

        def on_read(error: BaseException | None, data: Any = None) -> None:
            if self.failed("served read", error):
                return
            if data is None:
                self.tried("shutdown", handle.shutdown, lambda e: self.failed("shutdown", e))
            else:
                self.tried("write", handle.write, data, lambda e: self.failed("write", e))

        self.tried("read_start", handle.read_start, on_read)

    def connected(self, error: BaseException | None) -> None:
        if self.failed("connect", error):
            return

        def on_read(error: BaseException | None, data: Any = None) -> None:
            if self.failed("read", error):
                return
            if data is None:
                self.close_all()
                return
            self.end.received += data
            if self.end.received == self.end.wanted:
                shut = self.client.shutdown
                self.tried("shutdown", shut, lambda e: self.failed("shutdown", e))

        self.tried("read_start", self.client.read_start, on_read)
        if not self.client.closed:
            self.end.outgoing = body(7, 21)
            self.tried("write", self.client.write, body(7, 21), lambda e: self.failed("write", e))


# -- asyncio ---------------------------------------------------------------------------------


def in_asyncio(ledger: Ledger, fault: str) -> None:
    """Tasks on asyncio's loop: `async for`, `read_exactly`, `drain`, a cancelled await."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _, context: reported(ledger, context))
    try:
        loop.run_until_complete(talk(ledger))
    except BaseException as error:
        ledger.global_reports += 1
        ledger.report("the main task", error)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def reported(ledger: Ledger, context: dict[str, Any]) -> None:
    error = context.get("exception")
    ledger.report(f"the exception handler: {context.get('message')}", error)


async def talk(ledger: Ledger) -> None:
    """Two rounds: what the first one loses to the fault, another one must not lose."""
    for _ in range(4):
        before = len(ledger.reports)
        try:
            await one_round(ledger)
        except Exception as error:  # judged by report()
            ledger.report("a round", error)
            continue
        if len(ledger.reports) == before:
            return
    ledger.fail("what failed once fails again and again")


async def one_round(ledger: Ledger) -> None:
    async def serve(socket: Any) -> None:
        end = End(ledger, f"served {len(ledger.served)}")
        ledger.served.append(end)
        try:
            async for chunk in socket:
                end.received += chunk
                socket.write(chunk)
                await socket.drain()
        except Exception as error:  # judged by report()
            ledger.report(end.name, error, end)

    server = netuv.create_server(serve)
    server.on("error", lambda error: ledger.report("server", error))
    await server.listen(0, HOST)
    async with server:
        port = port_of(ledger, server)
        if port:
            await asyncio.gather(*[speak(ledger, number, port) for number in (1, 2)])
            await give_up(ledger, port)
            await until_served(ledger, port)


def port_of(ledger: Ledger, server: Any) -> int:
    address = ledger.attempt("address", server.address) or ledger.attempt("address", server.address)
    return address.port if address is not None else 0


async def speak(ledger: Ledger, number: int, port: int) -> bool:
    end = End(ledger, f"client {number}")
    end.wanted = body(number, 30) + b"more"
    ledger.sent.append(end)
    try:
        socket = await netuv.connect(port, HOST)
        async with socket:
            end.outgoing += body(number, 30)
            socket.write(body(number, 30))
            end.received += await socket.read_exactly(10)
            end.received += await socket.read_exactly(20)
            end.outgoing += b"more"
            socket.end(b"more")
            async for chunk in socket:
                end.received += chunk
    except Exception as error:
        if isinstance(error, EOFError):
            ledger.note(f"{end} ended early")
            return end.is_whole()
        ledger.report(end.name, error, end)
    return end.is_whole()


async def give_up(ledger: Ledger, port: int) -> None:
    """An await of a read that is cancelled."""
    try:
        async with await netuv.connect(port, HOST) as socket:
            await asyncio.wait_for(socket.read_exactly(1), 0.001)
    except (asyncio.TimeoutError, asyncio.IncompleteReadError):
        pass
    except Exception as error:  # judged by report()
        ledger.report("give up", error)


async def until_served(ledger: Ledger, port: int) -> None:
    """The listener accepts again: one fault costs one connection at most."""
    for number in range(90, 93):
        if await speak(ledger, number, port):
            return
    ledger.fail(f"the listener does not serve: {ledger.sent[-1]}")


def in_asyncio_by_a_thread(ledger: Ledger, fault: str) -> None:
    """The same, where a thread waits for the loop."""
    os.environ["NETUV_AIO"] = "thread"
    in_asyncio(ledger, fault)


SCENARIOS["asyncio"] = in_asyncio
SCENARIOS["asyncio_thread"] = in_asyncio_by_a_thread


@on_loop
def startup(world: World) -> None:
    """The first loop of a process, which the worker has import netuv while calls fail."""
    world.listen(world.echo, world.probe_and_close, 0, HOST)
