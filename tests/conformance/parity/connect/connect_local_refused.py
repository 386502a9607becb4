"""Local addresses and ports that are none."""

from _trace import HOST, attempt, netuv, run

for address in ("x", "1.2.3", "127.0.0.256", "localhost", ":::"):
    attempt(
        address, lambda address=address: netuv.connect(port=1, host=HOST, local_address=address)
    )
attempt("text", lambda: netuv.connect(port=1, host=HOST, local_port="x"))
attempt("list", lambda: netuv.connect(port=1, host=HOST, local_port=[1]))
attempt("true", lambda: netuv.connect(port=1, host=HOST, local_port=True))

run()
