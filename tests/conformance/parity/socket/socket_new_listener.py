"""A socket emits "new_listener" and "remove_listener" for the listeners of a program."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    served.resume()
    client.on("new_listener", lambda name, listener: trace("new", name))
    client.on("remove_listener", lambda name, listener: trace("remove", name))

    def nothing(*_):
        pass

    client.on("data", nothing)
    client.once("close", lambda had_error: trace("close"))
    client.set_timeout(1000, nothing)
    client.set_timeout(0, nothing)
    client.off("data", nothing)
    client.end()


run()
