"""Each form of end() with a callback, on a socket that is open, ended, closed."""

from _trace import attempt, pair, run, trace


@pair
def _(client, served, server):
    served.resume()
    served.on("end", lambda: trace("served end"))
    client.on("error", lambda error: trace("error", error))
    client.end(lambda error: trace("one", error))
    client.end(lambda error: trace("two", error))
    client.on("finish", lambda: client.end(lambda error: trace("three", error)))

    @client.on("close")
    def _(had_error):
        trace("close")
        client.end(lambda error: trace("four", error))
        client.end("late", "utf8", lambda error: trace("five", error))

    attempt("wrong", lambda: client.end({}))


run()
