"""An address that does not answer is given up for the next one."""

from _trace import HOST, finds, follow, listen, netuv, run, series, trace

server = netuv.create_server(lambda served: served.end())
connect = netuv.TCP.connect


def some_answer(self, address, port):
    # These never answer.
    if address not in ("127.0.0.8", "127.0.0.9"):
        connect(self, address, port)


@listen(server)
def _(port):
    netuv.TCP.connect = some_answer

    def step(lookup, proceed):
        client = follow(
            netuv.connect(
                port=port,
                host="h.test",
                lookup=lookup,
                auto_select_family=True,
                auto_select_family_attempt_timeout=15,
            )
        )
        client.on("error", lambda error: trace([each.code for each in error.errors]))

        @client.on("close")
        def _(had_error):
            trace(len(client.auto_select_family_attempted_addresses))
            proceed()

        client.resume()

    lookups = [
        finds(("127.0.0.9", 4), (HOST, 4)),
        finds(("127.0.0.9", 4), ("127.0.0.2", 4)),
        finds(("127.0.0.9", 4), ("127.0.0.8", 4), ("127.0.0.3", 4)),
    ]
    series(lookups, step, server.close)


run()
