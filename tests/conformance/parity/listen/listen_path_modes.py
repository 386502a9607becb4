"""readable_all= and writable_all=: the mode bits of the socket's file."""

import os

from _trace import netuv, path, run, series, trace

os.umask(0o77)
modes = [
    {},
    {"readable_all": True},
    {"writable_all": True},
    {"readable_all": True, "writable_all": True},
    {"readable_all": False, "writable_all": False},
]


def step(options, proceed):
    server = netuv.create_server()

    def listening():
        trace(list(options), f"{os.stat(path('modes')).st_mode & 0o777:o}")
        server.close(proceed)

    server.listen(listening, path=path("modes"), **options)


series(modes, step)

run()
