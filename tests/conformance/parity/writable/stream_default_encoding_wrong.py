"""set_default_encoding() of what is none, and of names in other spellings."""

from _streams import Writable
from _trace import attempt, run, trace


def write(stream, chunk, encoding, callback):
    trace(chunk, encoding)
    callback()


sink = Writable(decode_strings=False, write=write)
for name in ("morse", "", "utf-16", "ucs2", "UTF8", "binary", "Base64URL", "buffer"):
    attempt(name, lambda name=name: sink.set_default_encoding(name) is sink)
    sink.write("x")
attempt("constructor", lambda: Writable(write=write, default_encoding="hex").writable)
attempt("wrong one", lambda: Writable(write=write, default_encoding="morse").writable)

run()
