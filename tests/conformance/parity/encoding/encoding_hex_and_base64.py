"""Data in other encodings; base64 keeps what does not fill a group."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    served.set_encoding("hex")
    client.set_encoding("base64")
    watch(served, "served", "data end")
    watch(client, "client", "data end")
    served.on("data", lambda data: served.end("12345"))
    client.end(bytes([0, 1, 254, 255]))


run()
