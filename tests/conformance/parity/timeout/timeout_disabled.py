"""set_timeout(0, callback) takes the timeout and the callback away."""

from _trace import netuv, pair, run, trace


@pair
def _(client, served, server):
    served.resume()
    callback = lambda: trace("callback")  # noqa: E731
    client.set_timeout(20, callback)
    client.set_timeout(0, callback)
    trace(client.timeout, client.listener_count("timeout"))
    netuv.set_timeout(lambda: client.destroy(), 60)


run()
