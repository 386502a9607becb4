"""An unref'ed server does not hold the program."""

from _trace import listen, netuv, run, trace

server = netuv.create_server()


@listen(server)
def _(port):
    trace(server.unref() is server, server.listening)


run()
