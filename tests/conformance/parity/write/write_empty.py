"""An empty write is a write: its callback is called, nothing is sent."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(served, "served", "data end")
    client.write("", lambda: trace("text"))
    client.write(b"", lambda: trace("bytes"))
    trace(client.bytes_written)
    client.end("", lambda: trace("end"))


run()
