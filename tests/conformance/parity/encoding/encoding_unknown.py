"""An encoding that is none is refused at once."""

from _trace import attempt, netuv, run

client = netuv.Socket()
attempt("set_encoding", lambda: client.set_encoding("morse"))
attempt("write", lambda: client.write("x", "morse"))
client.destroy()

run()
