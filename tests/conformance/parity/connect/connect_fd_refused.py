"""Descriptors that are no connection: files, closed ones, none at all."""

import os

from _trace import attempt, netuv, path, run

with open(path("file"), "w") as text:
    text.write("text")
file = os.open(path("file"), os.O_RDONLY)
none = os.open("/dev/null", os.O_RDONLY)
folder = os.open("/", os.O_RDONLY)
attempt("file", lambda: netuv.Socket(fd=file))
attempt("null device", lambda: netuv.Socket(fd=none))
attempt("directory", lambda: netuv.Socket(fd=folder))
attempt("text", lambda: netuv.Socket(fd="0"))
attempt("list", lambda: netuv.Socket(fd=[0]))
attempt("negative", lambda: netuv.Socket(fd=-1))
attempt("nothing open", lambda: netuv.Socket(fd=9999))
attempt("file of connect", lambda: netuv.connect(fd=file, port=1))

run()
