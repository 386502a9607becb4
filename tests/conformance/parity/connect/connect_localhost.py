"""A name that the system looks up, for IPv4: the event, then the attempt, then the connection."""

from _trace import follow, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


@lambda body: server.listen(0, body)
def listening():
    client = follow(netuv.connect(port=server.address().port, host="localhost", family="IPv4"))
    client.on("connect", lambda: trace(client.remote_address, client.remote_family))
    client.resume()


run()
