"""Every form of connect() with a port reaches it, and gives the socket back."""

from _trace import HOST, netuv, run, series, trace

server = netuv.create_server(lambda served: served.end())


@lambda body: server.listen(0, body)
def listening():
    port = server.address().port
    forms = {
        "port, host": lambda done: netuv.Socket().connect(port, HOST).on("connect", done),
        "port, host, listener": lambda done: netuv.Socket().connect(port, HOST, done),
        "port, listener": lambda done: netuv.Socket().connect(port, done),
        "port as text": lambda done: netuv.Socket().connect(str(port), HOST, done),
        "port as hex": lambda done: netuv.connect(hex(port), HOST, done),
        "options": lambda done: netuv.create_connection(done, port=port, host=HOST),
        "options, port as text": lambda done: netuv.connect(done, port=f" {port} ", host=HOST),
        "no host": lambda done: netuv.create_connection(done, port=port),
    }

    def step(name, proceed):
        def connected():
            trace(name, isinstance(client, netuv.Socket), client.remote_port == port)

        client = forms[name](connected)
        client.on("close", proceed).resume()

    series(list(forms), step, server.close)


run()
