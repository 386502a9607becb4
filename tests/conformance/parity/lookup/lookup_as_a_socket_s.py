"""dns.lookup itself as the lookup function of a socket, and wrapped in one's own."""

from _trace import follow, netuv, run, series, trace

dns = netuv.dns
server = netuv.create_server(lambda served: served.end())


def wrapped(hostname, callback, **options):
    trace("asked for", hostname, options["family"])
    dns.lookup("127.0.0.1", callback, **options)


@lambda body: server.listen(0, body)
def listening():
    port = server.address().port

    def step(case, proceed):
        host, lookup = case
        client = follow(netuv.connect(port=port, host=host, lookup=lookup, family=4))
        client.on("close", proceed).resume()

    series([("localhost", dns.lookup), ("h.test", wrapped)], step, server.close)


run()
