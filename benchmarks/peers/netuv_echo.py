"""Echo with netuv: one "data" listener."""

import netuv


def on_connection(s: netuv.Socket) -> None:
    s.on("data", lambda d: s.write(d))


def on_listening() -> None:
    print("PORT", server.address().port, flush=True)


server = netuv.create_server(on_connection, no_delay=True)
server.listen(0, "127.0.0.1", 4096, on_listening)
netuv.run()
