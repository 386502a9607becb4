"""A socket destroyed in the "lookup" of its second address: nothing more is emitted or tried."""

from _trace import finds, follow, netuv, run, trace

client = follow(netuv.Socket())


@client.on("lookup")
def _(error, address, family, host):
    if address == "::1":
        client.destroy()


lookup = finds(("127.0.0.2", 4), ("::1", 6), ("127.0.0.3", 4))
client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)
trace(client.destroyed, client.auto_select_family_attempted_addresses)

run()
