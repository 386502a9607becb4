"""listen(options) with port, host and backlog."""

from _trace import HOST, netuv, run, trace

server = netuv.create_server()


def listening():
    trace(server.address())
    server.close()


server.listen(listening, port=0, host=HOST, backlog=5)

run()
