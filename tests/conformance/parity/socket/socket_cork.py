"""What is written between cork() and uncork() leaves in one piece."""

from _trace import pair, run, trace, turns


@pair
def _(client, served, server):
    served.on("data", lambda data: trace("data", data))
    served.on("end", lambda: trace("end"))
    client.cork()
    client.cork()
    client.write("one ", lambda *_: trace("one"))
    client.write("two ", "latin1", lambda *_: trace("two"))
    client.uncork()
    trace(client.writable_corked, client.writable_length)

    @turns(3)
    def _():
        trace("nothing yet")
        client.write("three", lambda *_: trace("three"))
        client.uncork()
        trace(client.writable_corked, client.writable_length)
        client.cork()
        client.write(" four")
        turns(3, lambda: client.end(" five"))


run()
