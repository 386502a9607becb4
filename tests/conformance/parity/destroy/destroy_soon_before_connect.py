"""destroy_soon() while connecting sends what was written, then closes."""

from _trace import HOST, listen, netuv, run, watch


@netuv.create_server
def server(served):
    watch(served, "served", "data end close")
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST)
    watch(client, "client", "connect ready finish close")
    client.write("hello")
    client.destroy_soon()


run()
