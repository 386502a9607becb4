"""Where all refuse, the families in turn, the error has all of theirs."""

from _trace import finds, follow, netuv, run, trace

lookup = finds(
    ("127.0.0.2", 4),
    ("127.0.0.3", 4),
    ("::1", 6),
    ("127.0.0.4", 4),
    ("::ffff:127.0.0.5", 6),
    ("127.0.0.6", 4),
)
client = follow(netuv.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True))


@client.on("error")
def _(error):
    trace(isinstance(error, netuv.AggregateError), error.code, len(error.errors))
    for each in error.errors:
        trace(each.code, each.syscall, each.address, each.port)
    trace(client.destroyed, client.auto_select_family_attempted_addresses)


run()
