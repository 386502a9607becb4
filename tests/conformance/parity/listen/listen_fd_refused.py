"""Descriptors that cannot listen: a file, a directory, a closed one, another handle's."""

import os

from _trace import HOST, netuv, path, run, series, trace

with open(path("file"), "w") as text:
    text.write("text")
lender = netuv.create_server()


@lambda body: lender.listen(0, HOST, body)
def listening():
    descriptors = {
        "file": os.open(path("file"), os.O_RDONLY),
        "folder": os.open("/", os.O_RDONLY),
        "closed": 9999,
        "has a handle": lender._handle.fd,
    }

    def step(name, proceed):
        server = netuv.create_server()

        @server.on("error")
        def _(error):
            where = getattr(error, "address", None), getattr(error, "port", None)
            trace(name, error, error.code, error.syscall, *where)
            trace(server.listening, lender.listening)
            proceed()

        server.listen(lambda: trace("never"), fd=descriptors[name])

    series(list(descriptors), step, lender.close)


run()
