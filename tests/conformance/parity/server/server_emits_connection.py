"""A "connection" that the program emits calls the listener; the server counts it not."""

from _trace import netuv, run, trace

server = netuv.create_server(lambda served: trace("listener", served))
server.prepend_listener("connection", lambda served: trace("first", served))
trace(server.emit("connection", netuv.Socket()), server.listener_count("connection"))
server.get_connections(lambda error, count: trace("count", error, count))

run()
