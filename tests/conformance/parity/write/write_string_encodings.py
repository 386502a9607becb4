"""A string is encoded as its argument says."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    everything = []
    served.on("data", everything.append)
    served.on("end", lambda: trace(b"".join(everything).hex()))
    client.write("aé€")
    client.write("aé", "latin1")
    client.write("aé", "binary")
    client.write("a€", "utf16le")
    client.write("a", "ucs2")
    client.write("616263", "hex")
    client.write("YWJj", "base64")
    client.write("abc", "ascii")
    client.write("é", "UTF-8")
    client.end("é", "utf8")


run()
