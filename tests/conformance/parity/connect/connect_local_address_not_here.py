"""A local address of another machine cannot be bound."""

from _trace import HOST, follow, netuv, run, trace

client = follow(netuv.connect(port=1, host=HOST, local_address="203.0.113.1"))


@client.on("error")
def _(error):
    trace(error.code, error.syscall, error.address, getattr(error, "port", None))


run()
