"""A client that retries from "close" until the server listens, as one waits for a service."""

from _trace import netuv, path, run, trace, watch

where = path("later")


@netuv.create_server
def server(served):
    served.end("welcome")
    server.close()


client = netuv.Socket()
watch(client, "client")
tries = 0


@client.on("close")
def _(had_error):
    global tries
    tries += 1
    if tries == 2:
        server.listen(where, lambda: client.connect(where))
    elif tries < 3:
        client.connect(where)
    else:
        trace(tries)


client.connect(where)

run()
