"""Ports that listen() refuses, as a number and as text; the server is as it was."""

import math

from _trace import attempt, netuv, run, trace

server = netuv.create_server()
for name, port in {
    "-1": -1,
    "65536": 65536,
    "1.5": 1.5,
    "NaN": math.nan,
    "Infinity": math.inf,
    "65536 ": "65536",
    "-1 ": "-1",
    "1.5 ": "1.5",
    "0x10000": "0x10000",
}.items():
    attempt(f"port {name.strip()}", lambda port=port: server.listen(port=port))
attempt("empty", lambda: server.listen(port=""))
attempt("blank", lambda: server.listen(port=" "))
attempt("name", lambda: server.listen(port="http"))
attempt("first", lambda: server.listen(65536, "127.0.0.1"))
trace(server.listening, server.listener_count("listening"))

run()
