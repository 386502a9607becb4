"""The option timeout= is an idle timeout that runs while the socket connects."""

from _trace import follow, netuv, run, trace

client = follow(netuv.connect(port=1, host="h.test", timeout=20, lookup=lambda *_, **__: None))
trace(client.timeout)
awake = netuv.set_interval(lambda: None, 1000)


@client.on("timeout")
def _():
    trace(client.connecting, client.destroyed)
    netuv.clear_interval(awake)
    client.destroy()


run()
