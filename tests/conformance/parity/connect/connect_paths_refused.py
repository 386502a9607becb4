"""Paths that lead nowhere: a file, a directory, nothing, a missing directory."""

import os

from _trace import follow, netuv, path, run, series, trace

with open(path("file"), "w"):
    pass
os.mkdir(path("folder"))


def step(name, proceed):
    client = follow(netuv.Socket(), name)

    @client.on("error")
    def _(error):
        here = error.address == path(name)
        trace(error.code, error.syscall, here, getattr(error, "port", None))

    client.on("close", proceed)
    client.connect(path(name))


series(["file", "folder", "nobody", "missing/socket", "file/socket"], step)

run()
