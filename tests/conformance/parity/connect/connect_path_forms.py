"""Every form of connect() with a path reaches it; what is meant for TCP is ignored."""

from _trace import HOST, netuv, path, run, series, trace

server = netuv.create_server(lambda served: served.end())
where = path("forms")


@lambda body: server.listen(where, body)
def listening():
    forms = {
        "path": lambda done: netuv.Socket().connect(where).on("connect", done),
        "path, listener": lambda done: netuv.Socket().connect(where, done),
        "create": lambda done: netuv.create_connection(where, done),
        "options": lambda done: netuv.connect(done, path=where),
        "beside a port": lambda done: netuv.connect(done, path=where, port=1, host=HOST),
        "beside options of TCP": lambda done: netuv.connect(
            done,
            path=where,
            local_address=HOST,
            local_port=1,
            family=4,
            no_delay=True,
            keep_alive=True,
        ),
    }

    def step(name, proceed):
        client = forms[name](lambda: trace(name, client.remote_address, client.address()))
        client.on("close", proceed).resume()

    series(list(forms), step, server.close)


run()
