"""What is left of a socket inside its "close"."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    served.resume()
    client.write("12345")
    client.set_timeout(1000)

    @client.on("close")
    def _(had_error):
        trace(client.bytes_read, client.bytes_written, client.buffer_size, client.timeout)
        trace(client.ready_state, client.destroyed, client.readable, client.writable)
        trace(client.connecting, client.pending, client.allow_half_open)

    client.destroy()


run()
