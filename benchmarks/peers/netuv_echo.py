"""Echo with netuv: one "data" listener."""

import resource

import netuv

resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def on_connection(s: netuv.Socket) -> None:
    s.on("data", lambda d: s.write(d))


server = netuv.create_server(on_connection, no_delay=True)


def on_listening() -> None:
    address = server.address()
    assert isinstance(address, netuv.Address)
    print("PORT", address.port, flush=True)


server.listen(0, "127.0.0.1", 4096, on_listening)
netuv.run()
