"""The channels of net: a client's socket, an accepted one, a server that listens, or fails to."""

from _trace import path, run, trace

import netuv
from netuv import diagnostics_channel as dc

HOST = "127.0.0.1"
names = {}


def show(event=None):
    def subscriber(message, name):
        socket, server = message.get("socket"), message.get("server")
        what = names.get(server) or ("connecting" if socket.connecting else "socket")
        options = sorted(message["options"]) if "options" in message else ""
        trace(event or name, what, options, message.get("error", ""))

    return subscriber


dc.subscribe("net.client.socket", show())
dc.subscribe("net.server.socket", show())
parts = "start", "end", "async_start", "async_end", "error"
handlers = {part: show(part) for part in parts}
dc.tracing_channel("net.server.listen").subscribe(handlers)


def create(name, listener=None):
    server = netuv.create_server(listener)
    names[server] = name
    server.on("listening", lambda: trace(name, "listening"))
    server.on("error", lambda error: trace(name, "error", error))
    return server


def connection(socket):
    trace("connection")
    socket.end()


def taken():
    port = first.address().port
    trace("taken")
    second = create("second")
    second.listen(port, HOST)
    second.on("error", lambda _: listen_on_a_path(port))


def listen_on_a_path(port):
    def listening():
        third.close()
        nowhere = create("no directory").listen(path("none/socket"))
        nowhere.on("error", lambda _: listen_again(port))

    third = create("third")
    third.listen(listening, path=path("socket"))


def listen_again(port):
    def listening():
        try:
            again.listen(0)
        except netuv.StateError as error:
            trace("throws", error)
        again.close()
        create("descriptor").listen(fd=10000).on("error", lambda _: connect(port))

    again = create("again").listen(listening, port=0, host=HOST, backlog=5)


def connect(port):
    def closed(_):
        later = netuv.Socket()
        trace("made")
        later.connect(port=port, host=HOST)
        later.resume()
        later.on("close", end)

    def end(_):
        dc.tracing_channel("net.server.listen").unsubscribe(handlers)
        trace("quiet")
        quiet = create("quiet")
        quiet.listen(0, HOST, lambda: (quiet.close(), first.close()))

    trace("connects")
    client = netuv.connect(port, HOST, lambda: trace("connected"))
    client.resume()
    client.on("close", closed)


first = create("first", connection)
first.listen(0, HOST, taken)
run()
