"""The callback is called once, "timeout" again after new activity."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    served.resume()
    count = 0
    client.set_timeout(20, lambda: trace("callback"))

    @client.on("timeout")
    def _():
        nonlocal count
        trace("timeout", client.listener_count("timeout"))
        count += 1
        if count < 3:
            client.write("x")
        else:
            client.destroy()


run()
