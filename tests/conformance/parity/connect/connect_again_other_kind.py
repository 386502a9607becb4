"""A closed socket connects again to another kind of address: TCP, then a path, then TCP."""

from _trace import HOST, listen, netuv, path, run, trace, watch

local = netuv.create_server(lambda served: served.end("path"))
server = netuv.create_server(lambda served: served.end("port"))


@listen(server)
def _(port):
    @lambda body: local.listen(path("again"), body)
    def listening():
        places = [{"path": path("again")}, {"port": port, "host": HOST}]
        client = netuv.connect(port, HOST)
        watch(client, "client")
        client.on("connect", lambda: trace(client.remote_address, client.remote_family))

        @client.on("close")
        def _(had_error):
            trace(client.bytes_read, client.remote_address)
            if places:
                client.connect(**places.pop(0))
                trace(client.bytes_read, client.bytes_written)
            else:
                server.close()
                local.close()


run()
