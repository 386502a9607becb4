"""set_default_encoding() of a socket is that of the text written later."""

from _trace import attempt, pair, run, trace


@pair
def _(client, served, server):
    everything = []
    served.on("data", everything.append)
    served.on("end", lambda: trace(b"".join(everything)))
    attempt("wrong", lambda: client.set_default_encoding("morse"))
    client.write("é")
    client.set_default_encoding("latin1")
    client.write("é")
    client.set_default_encoding("HEX")
    client.write("6162")
    client.write("6162", "utf8")
    client.end("63")


run()
