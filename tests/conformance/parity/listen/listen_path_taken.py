"""A path where there is something already: a plain file, a directory."""

import os

from _trace import netuv, path, run, series, trace, watch

with open(path("file"), "w") as text:
    text.write("text")
os.mkdir(path("folder"))


def step(name, proceed):
    server = netuv.create_server()
    watch(server, name, "listening close")

    @server.on("error")
    def _(error):
        where = error.address == path(name)
        trace(error, error.code, error.syscall, where, server.listening)
        proceed()

    server.listen(path(name))


def after():
    with open(path("file")) as text:
        trace(text.read())


series(["file", "folder", "missing/socket", "file/socket"], step, after)

run()
