"""A host that is no text, or has a NUL in it."""

from _trace import attempt, netuv, run

values = (5, ["localhost"], [], True, {}, "a\0b", "localhost\0", "\0", "127.0.0.1\0", "::1\0")
for host in values:
    attempt("connect", lambda host=host: netuv.connect(port=1, host=host))
    attempt(
        "with a lookup", lambda host=host: netuv.connect(port=1, host=host, lookup=lambda *_: None)
    )
    attempt(
        "with more that is wrong",
        lambda host=host: netuv.connect(port=99999, host=host, local_address="x"),
    )
attempt("positional", lambda: netuv.connect(1, "a\0b"))

run()
