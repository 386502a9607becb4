"""The handle of a connected socket cannot listen."""

from _trace import netuv, pair, run, trace


@pair
def _(client, served, _):
    served.on("error", lambda error: None).resume()
    server = netuv.create_server()
    server.on("error", lambda error: trace(error.code, error.syscall, server.listening))
    server.listen(client)
    served.on("close", lambda had_error: trace("served close"))


run()
