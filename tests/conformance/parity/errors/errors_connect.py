"""What connect() refuses."""

from _trace import HOST, attempt, netuv, run

client = netuv.Socket()
attempt("-1", lambda: client.connect(-1, HOST))
attempt("65536", lambda: client.connect(65536, HOST))
attempt("1.5", lambda: client.connect(1.5, HOST))
attempt("port text", lambda: client.connect(port="abc"))
attempt("port list", lambda: client.connect(port=[]))
attempt("port true", lambda: client.connect(port=True))
attempt("nothing", lambda: client.connect())
attempt("host only", lambda: client.connect(host=HOST))
attempt("path number", lambda: client.connect(path=5))
client.destroy()

run()
