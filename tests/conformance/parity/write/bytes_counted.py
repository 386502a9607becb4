"""bytes_read and bytes_written, step by step and after the close."""

from _trace import pair, run, trace, turns


@pair
def _(client, served, server):
    def show(step):
        trace(
            step, client.bytes_read, client.bytes_written, served.bytes_read, served.bytes_written
        )

    show("open")
    client.write("12345")
    client.write("€")
    show("written")
    everything = []

    @served.on("data")
    def _(data):
        everything.append(data)
        if served.bytes_read == 8:
            served.end(b"".join(everything))

    client.resume()
    client.on("close", lambda had_error: turns(3, lambda: show("closed")))


run()
