"""What a lookup function throws comes out of connect()."""

from _trace import attempt, follow, netuv, run, trace

client = follow(netuv.Socket())


def lookup(*args, **options):
    raise TypeError("broken")


attempt("connect", lambda: client.connect(port=1, host="h.test", lookup=lookup))
trace(client.connecting, client.destroyed)
client.destroy()

run()
