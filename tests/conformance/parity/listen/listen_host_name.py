"""A name as host: the server listens once it is looked up, and meanwhile does not."""

from _trace import netuv, run, trace

server = netuv.create_server()


@server.on("listening")
def _():
    trace("listening", server.listening, server.address().port > 0)


server.on("close", lambda: trace("close"))
server.listen(lambda: server.close(), port=0, host="localhost")
trace(server.listening, server.address())

run()
