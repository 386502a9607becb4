"""A name that cannot be looked up: the socket's error, with the "lookup" event before it."""

from _trace import follow, netuv, run, series, trace


def step(select, proceed):
    client = follow(netuv.connect(port=1, host="a..b", auto_select_family=select))

    @client.on("error")
    def _(error):
        trace(error.code, error.syscall, error.hostname, getattr(error, "port", None))

    client.on("close", proceed)


series([False, True], step)

run()
