"""An exception out of "connection": the connection stays, later ones come."""

from _trace import HOST, listen, netuv, run, watch

count = 0


@netuv.create_server
def server(served):
    global count
    count += 1
    watch(served, f"served {count}", "end")
    served.resume()
    if count == 2:
        server.close()
    raise Exception(f"connection {count}")


@listen(server)
def _(port):
    for _ in range(2):
        client = netuv.connect(port, HOST)
        client.on("connect", lambda client=client: client.end())
        client.resume()


run()
