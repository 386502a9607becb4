"""write(data, None, callback), write(data, callback), end(callback), end(data, None, callback)."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    served.resume()
    client.write("a", None, lambda: trace("one"))
    client.write("b", None, lambda: trace("two"))
    client.write("c", lambda: trace("three"))
    client.end("d", None, lambda: trace("four"))


run()
