"""Calls of no_delay and keep_alive reach the handle where they change something, and when."""

from _trace import HOST, listen, netuv, run, trace


def spy(handle, name):
    """Writes a line for each call that reaches this handle."""
    for method in ("set_no_delay", "set_keep_alive"):
        real = getattr(handle, method)

        def called(*args, method=method, real=real):
            trace(name, method, " ".join(str(int(each)) for each in args))
            return real(*args)

        setattr(handle, method, called)


def calls(socket, name):
    for on in (False, True, True, None, False, 0, 1):
        trace(name, "no delay", "default" if on is None else int(on))
        socket.set_no_delay(on)
    for on, delay in (
        *((False, 0), (False, 1000), (True, 0), (True, 999), (True, 1000), (True, 1999)),
        *((True, 2000), (False, 3000), (True, 3000), (True, 3000), (False, 0), (True, 0)),
    ):
        trace(name, "keep alive", int(on), delay)
        socket.set_keep_alive(on, delay)


left = 2


def begin(name, options):
    def connected(served):
        def later():
            spy(served._handle, f"{name} served")
            calls(served, f"{name} served")
            served.end()

        global left
        netuv.set_timeout(later, 50 * left)
        left -= 1

    server = netuv.create_server(connected, **options)

    @listen(server)
    def _(port):
        client = netuv.connect(port=port, host=HOST, **options)
        spy(client._handle, f"{name} client")
        client.set_no_delay(True).set_keep_alive(True, 2000)
        trace(f"{name} client called")

        def connect():
            trace(f"{name} client connect")
            calls(client, f"{name} client")

        client.on("connect", connect)
        client.on("close", lambda *_: server.close()).resume()


begin("plain", {"no_delay": False})
begin("given", {"no_delay": True, "keep_alive": True, "keep_alive_initial_delay": 2500})

run()
