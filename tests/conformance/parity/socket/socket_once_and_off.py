"""once(), off() and prepend_listener() on "data" of a socket, between what arrives."""

from _trace import pair, run, trace, turns


@pair
def _(client, served, server):
    def first(data):
        trace("first", data)

    def second(data):
        trace("second", data)

    served.on("data", first)
    served.once("data", lambda data: trace("once", data))
    served.prepend_listener("data", second)
    served.prepend_once_listener("data", lambda data: trace("prepended once", data))
    client.write("one")

    @turns(3)
    def _():
        served.off("data", first)
        trace(served.listener_count("data"), served.is_paused(), served.readable_flowing)
        client.write("two")

        @turns(3)
        def _():
            served.off("data", second)
            trace(served.listener_count("data"), served.is_paused(), served.readable_flowing)
            client.end("three")

            @turns(3)
            def _():
                served.on("data", first)
                served.on("end", lambda: trace("end"))
                trace(served.is_paused(), served.readable_flowing)


run()
