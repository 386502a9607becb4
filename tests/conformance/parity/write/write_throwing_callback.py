"""An exception out of a write callback comes out; the next callback is still called."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    served.resume()

    def one():
        trace("one")
        raise Exception("out of one")

    client.write("one", one)
    client.write("two", lambda: trace("two"))
    watch(client, "client", "finish close")
    client.resume()
    client.end()


run()
