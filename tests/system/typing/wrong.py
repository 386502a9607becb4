"""What a type checker must refuse, line by line: a line it accepts has an ignore too many."""

from __future__ import annotations

import netuv
from netuv import dns


def on_connection(served: netuv.Socket) -> None: ...
def on_nothing() -> None: ...
def on_two(one: int, two: int) -> None: ...
async def a_name() -> None:
    text: str = await dns.lookup("localhost")  # type: ignore[assignment]
    pair: tuple[str, int] = await dns.lookup("localhost", all=True)  # type: ignore[assignment]
    print(text, pair)


server = netuv.create_server(on_connection)
socket = netuv.Socket()

# where to
netuv.connect()  # type: ignore[call-overload]
netuv.connect(b"/tmp/socket")  # type: ignore[call-overload]
netuv.connect(8124, 8124)  # type: ignore[call-overload]
netuv.connect(8124, "localhost", on_two)  # type: ignore[arg-type]
netuv.connect(8124, "localhost", on_nothing, 5)  # type: ignore[call-overload]
netuv.connect(host="localhost")  # type: ignore[call-overload]
netuv.connect(port=8124, nodelay=True)  # type: ignore[call-overload]
netuv.connect(port=8124, no_delay="yes")  # type: ignore[call-overload]
netuv.connect(port=8124, auto_select_family="both")  # type: ignore[call-overload]
netuv.connect(port=8124, block_list=["10.0.0.0/8"])  # type: ignore[call-overload]
netuv.create_connection(port=8124, timeout="1s")  # type: ignore[call-overload]
netuv.create_connection(port=8124, type="udp4")  # type: ignore[call-overload]
netuv.create_connection(path=7)  # type: ignore[call-overload]
socket.connect()  # type: ignore[call-overload]
socket.connect(port=8124, timeout=5)  # type: ignore[call-overload]
socket.connect(8124, "localhost", local_address=7)  # type: ignore[call-overload]

# what is sent
socket.write()  # type: ignore[call-overload]
socket.write(7)  # type: ignore[call-overload]
socket.write(None)  # type: ignore[call-overload]
socket.write(["a", "list"])  # type: ignore[call-overload]
socket.write("text", 7)  # type: ignore[call-overload]
socket.write("text", "utf8", on_two)  # type: ignore[arg-type]
socket.end(7)  # type: ignore[call-overload]
socket.end("text", "utf8", "done")  # type: ignore[call-overload]

# sockets
netuv.Socket(8124)  # type: ignore[call-arg]
netuv.Socket(fd="3")  # type: ignore[arg-type]
netuv.Socket(handle=3)  # type: ignore[arg-type]
netuv.Socket(type="udp")  # type: ignore[arg-type]
socket.set_timeout("1s")  # type: ignore[arg-type]
socket.set_timeout(5, on_two)  # type: ignore[arg-type]
socket.set_keep_alive(True, "1s")  # type: ignore[arg-type]
socket.bytes_read = 7  # type: ignore[misc]
number: int = socket.remote_port  # type: ignore[assignment]

# servers
netuv.create_server(on_nothing)  # type: ignore[arg-type]
netuv.create_server(on_connection, allow_half_opened=True)  # type: ignore[call-arg]
netuv.create_server(on_connection, block_list="10.0.0.0/8")  # type: ignore[arg-type]
netuv.create_server(on_connection, keep_alive_initial_delay="1s")  # type: ignore[arg-type]
server.listen(b"/tmp/socket")  # type: ignore[call-overload]
server.listen(8124, "::", "511")  # type: ignore[call-overload]
server.listen(8124, "::", 511, on_two)  # type: ignore[arg-type]
server.listen(port=8124, hosts="::")  # type: ignore[call-overload]
server.listen(port=8124, ipv6_only="yes")  # type: ignore[call-overload]
server.max_connections = "many"  # type: ignore[assignment]
server.close(on_two)  # type: ignore[arg-type]
server.get_connections(on_nothing)  # type: ignore[arg-type]
port: int = server.address().port  # type: ignore[union-attr]

# names
dns.lookup()  # type: ignore[call-overload]
dns.lookup("localhost", family=5)  # type: ignore[call-overload]
dns.lookup("localhost", order="ipv4")  # type: ignore[call-overload]
dns.lookup("localhost", on_nothing, everything=True)  # type: ignore[call-overload]

# timers
netuv.set_timeout(on_nothing, "1s")  # type: ignore[arg-type]
netuv.set_timeout(on_nothing, 1, "too many")  # type: ignore[arg-type]
netuv.set_interval(on_two, 1, 5)  # type: ignore[arg-type]
netuv.set_immediate(on_two, 1, "2")  # type: ignore[arg-type]
netuv.next_tick(on_two)  # type: ignore[arg-type]
netuv.next_tick("callback")  # type: ignore[arg-type]
netuv.clear_timeout(5)  # type: ignore[arg-type]
netuv.get_loop().call_soon_threadsafe(on_two, 1)  # type: ignore[arg-type]

# handles
netuv.TCP().bind(8124)  # type: ignore[arg-type]
netuv.TCP().connect("::1")  # type: ignore[call-arg]
netuv.TCP().listen(5, on_nothing)  # type: ignore[arg-type]
netuv.TCP().read_start(on_nothing)  # type: ignore[arg-type]
netuv.TCP().write("text")  # type: ignore[arg-type]
netuv.Pipe().connect("/tmp/socket", 8124)  # type: ignore[arg-type]

# others
netuv.BlockList().add_subnet("10.0.0.0", "8")  # type: ignore[arg-type]
netuv.SocketAddress(flowlabel="1")  # type: ignore[arg-type]
netuv.AbortSignal.timeout("1s")  # type: ignore[arg-type]
netuv.set_default_auto_select_family("yes")  # type: ignore[arg-type]
