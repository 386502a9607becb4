"""Ports that connect() refuses, as a number and as text."""

import math

from _trace import HOST, attempt, netuv, run

client = netuv.Socket()
for name, port in {
    "-1": -1,
    "65536": 65536,
    "1.5": 1.5,
    "NaN": math.nan,
    "Infinity": math.inf,
    "-Infinity": -math.inf,
    "65536 ": "65536",
    "-1 ": "-1",
    "1.5 ": "1.5",
    "http": "http",
    "0x10000": "0x10000",
}.items():
    attempt(f"port {name.strip()}", lambda port=port: client.connect(port=port, host=HOST))
attempt("empty", lambda: client.connect(port="", host=HOST))
attempt("blank", lambda: client.connect(port="  ", host=HOST))
attempt("list", lambda: client.connect(port=[80], host=HOST))
attempt("bytes", lambda: client.connect(port=b"80", host=HOST))
attempt("boolean", lambda: client.connect(port=False, host=HOST))
client.destroy()

run()
