"""What write() refuses, on a connected socket that stays as it was."""

from _trace import attempt, pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    watch(served, "served", "data end")
    attempt("number", lambda: client.write(5))
    attempt("list", lambda: client.write([]))
    attempt("true", lambda: client.write(True))
    attempt("null", lambda: client.write(None))
    attempt("encoding", lambda: client.write("x", "morse"))
    attempt("end", lambda: client.end(5))
    client.end("good")


run()
