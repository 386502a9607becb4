"""Port 0 is a port nobody listens on."""

from _trace import HOST, follow, netuv, run, trace

client = follow(netuv.connect(port=0, host=HOST))


@client.on("error")
def _(error):
    trace(error.code, error.syscall, error.address, getattr(error, "port", None) or "no port")


run()
