"""What is given back to a socket comes first, to whoever listens next."""

from _trace import netuv, pair, run, trace


@pair
def _(client, served, server):
    @served.once("data")
    def _(data):
        trace("head", data[:4])
        served.pause()
        served.unshift(data[4:])
        trace(served.readable_length, served.readable_flowing)

        @netuv.set_immediate
        def _():
            served.on("data", lambda data: trace("body", data))
            served.on("end", lambda: trace("end"))
            served.resume()

    client.write("headbody")
    netuv.set_immediate(lambda: client.end("more"))


run()
