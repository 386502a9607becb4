"""listen() without arguments listens on a port of the system's choice."""

from _trace import netuv, run, trace

server = netuv.create_server()


@server.listen
def _():
    trace(server.address())
    server.close()


run()
