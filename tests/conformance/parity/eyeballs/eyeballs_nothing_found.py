"""A lookup that finds nothing, and says nothing."""

from _trace import follow, netuv, run, trace


def lookup(hostname, callback, **options):
    netuv.set_immediate(callback, None, [])


client = follow(netuv.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True))
client.on("error", lambda error: trace(error.code, error.hostname))

run()
