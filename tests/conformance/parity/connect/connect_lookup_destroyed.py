"""A socket destroyed while its name is looked up: the answer comes to nothing."""

from _trace import HOST, follow, netuv, run, series


def step(answer, proceed):
    callbacks = []
    client = follow(
        netuv.connect(
            port=1, host="h.test", lookup=lambda _, answer, **__: callbacks.append(answer)
        )
    )
    client.destroy()

    @client.on("close")
    def _(had_error):
        callbacks[0](*answer)
        netuv.set_immediate(proceed)


series([(None, HOST, 4), (LookupError("no such name"),), (None, "x", 4)], step)

run()
