"""allow_half_open= of connect(): the writing side stays open after the server's end."""

from _trace import HOST, listen, netuv, run, series, trace, watch


def serve(served):
    watch(served, "served", "data end")
    served.end("bye")


server = netuv.create_server(serve, allow_half_open=True)


@listen(server)
def _(port):
    def step(allow_half_open, proceed):
        client = netuv.connect(port=port, host=HOST, allow_half_open=allow_half_open)
        watch(client, "client", "data end finish close")

        def later():
            trace(client.allow_half_open, client.writable, client.ready_state)
            if client.writable:
                client.end("late")

        client.on("end", lambda: netuv.set_immediate(later))
        client.on("close", proceed)

    series([True, False], step, server.close)


run()
