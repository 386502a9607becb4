"""What scenarios are made of: servers, clients and a loop, each call of which may fail once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from typing import Any

import netuv

from .ledger import End, Ledger, body

HOST = "127.0.0.1"
ROUNDS = 8  # of run(): one fault may end a few, not all
PROBE = 90  # the number of the first connection that shows that a listener accepts

Setup = Callable[[Any], None]


class Probe:
    """Shows that a listener serves: one fault may cost one connection, but not the next."""

    def __init__(self, world: World, server: Any) -> None:
        self.world = world
        self.server = server
        self.tries = 0
        self.end: End | None = None

    def proceed(self) -> None:
        world = self.world
        if self.end is not None and self.end.is_whole():
            return self.close()
        if self.tries == 3:
            world.ledger.fail(f"the listener does not serve: {self.end}")
            return self.close()
        number = PROBE + self.tries
        self.tries += 1
        socket = world.client(number, [body(number, 16)], **world.where(self.server))
        self.end = world.ends.get(socket)

    def close(self) -> None:
        self.world.when_over = None
        self.world.attempt_close(self.server)


class World:
    """One scenario's loop and everything on it."""

    def __init__(self, ledger: Ledger, directory: str) -> None:
        self.ledger = ledger
        self.directory = directory
        self.servers: list[Any] = []
        self.sockets: list[Any] = []
        self.others: list[Any] = []  # anything with close()
        self.finally_close: list[Any] = []  # what netuv has nothing to do with
        self.paths: list[str] = []
        self.open_clients = 0
        self.when_over: Callable[[], None] | None = None
        self.when_run: Callable[[], None] | None = None
        self.ends: dict[Any, End] = {}
        self.retries = 0

    # -- servers -------------------------------------------------------------------------

    def listen(
        self, setup: Setup, then: Callable[[Any], None], *where: Any, **options: Any
    ) -> None:
        """A server that calls ``setup(served)``, and ``then(server)`` once it listens.

        Where it cannot listen it is reported, and another one is tried.
        """
        listen_options = {name: options.pop(name) for name in list(options) if name in LISTEN}
        served = self._served(setup)
        server = self.ledger.attempt("create_server", netuv.create_server, served, **options)
        if server is None:
            return self._once_more(lambda: self.listen(setup, then, *where, **options))
        self.servers.append(server)
        listening: list[bool] = []

        def failed(error: BaseException) -> None:
            self.ledger.report("server", error)
            if not listening and not server.listening:
                listening.append(False)
                self._once_more(
                    lambda: self.listen(setup, then, *where, **options, **listen_options)
                )

        def listens() -> None:
            listening.append(True)
            then(server)

        server.on("error", failed)
        server.on("drop", lambda _: self.ledger.reports.append("drop"))
        server.on("listening", listens)
        begun = self.ledger.attempt("listen", server.listen, *where, **listen_options)
        if begun is None and not listening:
            server.remove_all_listeners("listening")
            self.ledger.attempt("close", server.close)
            self._once_more(lambda: self.listen(setup, then, *where, **options, **listen_options))

    def _once_more(self, action: Callable[[], None]) -> None:
        """One fault may cost an attempt, but not one after the other."""
        self.retries += 1
        if self.retries > 3:
            self.ledger.fail("what failed once fails again and again")
            return
        action()

    def _served(self, setup: Setup) -> Callable[[Any], None]:
        def on_connection(socket: Any) -> None:
            end = self.watch(socket, f"served {len(self.ledger.served)}")
            self.ledger.served.append(end)
            setup(socket)

        return on_connection

    def where(self, server: Any) -> dict[str, Any]:
        """What ``connect`` takes to get there."""
        for _ in range(3):
            address = self.ledger.attempt("address", server.address)
            if address is not None:
                break
        if isinstance(address, str):
            return {"path": address}
        return {"port": address.port, "host": HOST} if address is not None else {}

    # -- sockets ---------------------------------------------------------------------------

    def watch(self, socket: Any, name: str) -> End:
        """Writes down all that happens to a socket."""
        end = End(self.ledger, name)
        end.watched = True
        self.ends[socket] = end
        self.sockets.append(socket)

        def closed(*_: Any) -> None:
            end.closes += 1
            self.ledger.note(f"{name} close")

        def ended() -> None:
            end.ends += 1
            self.ledger.note(f"{name} end")
            if end.closes:
                self.ledger.fail(f'{name} emitted "end" after "close"')

        socket.on("close", closed)
        socket.on("end", ended)
        socket.on("error", lambda error: self.ledger.report(name, error, end))
        return end

    def receive(self, socket: Any, then: Callable[[bytes], None] | None = None) -> None:
        """Writes down what a socket receives."""
        end = self.ends[socket]

        def data(chunk: bytes) -> None:
            end.received += chunk
            self.ledger.note(f"{end.name} received {len(chunk)}")
            if end.closes:
                self.ledger.fail(f'{end.name} emitted "data" after "close"')
            if then is not None:
                then(chunk)

        socket.on("data", data)

    def write(self, socket: Any, data: bytes) -> None:
        """Writes, with a callback; what raises is reported and ends the socket."""
        end = self.ends[socket]
        end.outgoing += data
        try:
            socket.write(data, end.write_callback())
        except Exception as error:  # judged by report()
            self.ledger.report(f"{end.name} write", error, end)
            end.writes.pop()
            socket.destroy()

    def echo(self, socket: Any) -> None:
        """For a server: sends back what comes, by the short way: without a callback."""

        def back(chunk: bytes) -> None:
            if socket.writable:  # or the server has ended it meanwhile
                self.write_short(socket, chunk)

        self.receive(socket, back)

    def write_short(self, socket: Any, data: bytes) -> None:
        try:
            socket.write(data)
        except Exception as error:  # judged by report()
            self.ledger.report("write", error, self.ends[socket])
            socket.destroy()

    def client(self, number: int, chunks: list[bytes], **where: Any) -> Any:
        """Connects, sends one chunk after the other, each after the last one's echo, and ends."""
        name = f"client {number}"
        self.open_clients += 1
        socket = self.ledger.attempt(name, netuv.connect, **where) if where else None
        if socket is None:
            netuv.next_tick(self.client_over)
            return None
        end = self.watch(socket, name)
        end.wanted = b"".join(chunks)
        self.ledger.sent.append(end)
        waiting = list(chunks)

        def step(_: bytes = b"") -> None:
            if len(end.received) < len(end.outgoing):
                return
            if waiting:
                self.write(socket, waiting.pop(0))
            else:
                socket.end()

        self.receive(socket, step)
        socket.on("connect", step)
        socket.on("close", lambda *_: self.client_over())
        return socket

    def client_over(self) -> None:
        self.open_clients -= 1
        if self.open_clients == 0 and self.when_over is not None:
            self.when_over()

    # -- the end ------------------------------------------------------------------------------

    def probe_and_close(self, server: Any) -> None:
        """Once no client is open, now or later: new connections are served, then it closes."""
        probe = Probe(self, server)
        self.when_over = probe.proceed
        if self.open_clients == 0:
            netuv.next_tick(self._proceed_if_idle, probe)

    def _proceed_if_idle(self, probe: Probe) -> None:
        if self.open_clients == 0:
            probe.proceed()

    def attempt_close(self, server: Any) -> None:
        self.ledger.attempt("close", server.close)

    def abandon(self) -> None:
        """Ends everything at once."""
        self.when_over = None
        for socket in self.sockets:
            self.ledger.attempt("destroy", socket.destroy)
        for thing in [*self.servers, *self.others]:
            try:
                thing.close()
            except netuv.StateError:
                pass  # not listening, or closed already
            except Exception as error:  # judged by report()
                self.ledger.report("close", error)

    def run(self, loop: Any) -> None:
        """Runs to the end; what comes out of run() is reported, and ends everything."""
        for _ in range(ROUNDS):
            try:
                loop.run()
            except BaseException as error:
                self.ledger.global_reports += 1
                self.ledger.report("run()", error)
                self.abandon()
            else:
                return
        self.ledger.fail("run() raises again and again")

    def unlinked(self, can_stay: bool) -> None:
        """No file of a Unix socket is left."""
        left = [path for path in self.paths if os.path.exists(path)]
        if left and not can_stay:
            self.ledger.fail(f"files left: {left}")


LISTEN = {"port", "host", "path", "fd", "backlog", "readable_all", "writable_all", "ipv6_only"}


def on_own_loop(scenario: Callable[[World], None], ledger: Ledger, fault: str) -> None:
    """Runs ``scenario`` on a loop of its own, then shows that the loop is whole, and closes it."""
    loop = ledger.attempt("Loop", netuv.Loop) or netuv.Loop()
    with tempfile.TemporaryDirectory(prefix="nuvf", dir="/tmp") as directory:
        with loop:
            world = World(ledger, directory)
            world.ledger.attempt("the scenario", scenario, world)
            world.run(loop)
            if world.when_run is not None:
                world.when_run()
            if ledger.global_reports:
                _show_that_it_works(loop, world)
        for thing in world.finally_close:
            thing.close()
        if loop.alive():
            ledger.fail("the loop is alive after run()")
        for _ in range(2):
            if ledger.attempt("loop.close", close_of(loop)) is not None:
                break
        world.unlinked(can_stay=fault in ("unlink", "stat"))


def close_of(loop: Any) -> Callable[[], bool]:
    def close() -> bool:
        loop.close()
        return True

    return close


def _show_that_it_works(loop: Any, before: World) -> None:
    """After an exception out of run(): what is asked of the same loop now is done."""
    world = World(before.ledger, before.directory)
    world.listen(world.echo, world.probe_and_close, 0, HOST)
    world.run(loop)
