"""A host to listen on, or to look up, with a NUL in it."""

from _trace import attempt, netuv, run, trace

from netuv import dns

for host in ("a\0b", "localhost\0", "127.0.0.1\0", "\0"):
    server = netuv.create_server()
    attempt("listen", lambda server=server, host=host: server.listen(port=0, host=host))
    attempt("positional", lambda server=server, host=host: server.listen(0, host))
    attempt("lookup", lambda host=host: dns.lookup(host, lambda *_: None))
    attempt("all", lambda host=host: dns.lookup(host, lambda *_: None, all=True))
    trace(server.listening)

run()
