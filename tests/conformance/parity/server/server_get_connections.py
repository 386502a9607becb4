"""get_connections() answers in a later tick."""

from _trace import netuv, pair, run, trace


@pair(stay=True)
def _(client, served, server):
    def count(step, then=None):
        def answer(error, n):
            trace(step, error, n)
            if then:
                then()

        trace(server.get_connections(answer) is server)

    def close():
        client.destroy()
        served.destroy()
        server.close()
        served.on("close", lambda had_error: count("closed"))

    count("open", close)
    trace("asked")
    netuv.next_tick(lambda: trace("tick"))


run()
