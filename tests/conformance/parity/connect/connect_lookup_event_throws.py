"""An exception out of a listener of "lookup" leaves the socket connecting."""

from _trace import HOST, follow, netuv, run, trace


def lookup(hostname, callback, **options):
    netuv.set_immediate(callback, None, HOST, 4)


client = follow(netuv.connect(port=1, host="h.test", lookup=lookup))


@client.on("lookup")
def _(*_):
    raise LookupError("broken")


def look():
    trace(client.connecting, client.destroyed)
    client.destroy()


netuv.set_immediate(netuv.set_immediate, look)

run()
