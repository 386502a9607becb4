"""Every form of listen() with a path; close() takes the file away."""

import os
import stat

from _trace import netuv, path, run, series, trace

where = path("forms")
forms = {
    "path": lambda server, done: server.listen(where, done),
    "path, backlog": lambda server, done: server.listen(where, 5, done),
    "options": lambda server, done: server.listen(done, path=where),
    "options, backlog": lambda server, done: server.listen(
        done, path=where, backlog=5, exclusive=True
    ),
    "options, host": lambda server, done: server.listen(done, path=where, host="ignored"),
}


def step(name, proceed):
    server = netuv.create_server()

    def listening():
        trace(name, server.address(), stat.S_ISSOCK(os.stat(where).st_mode))

        @server.close
        def _(error):
            trace(os.path.exists(where))
            proceed()

        trace("closing", server.listening, os.path.exists(where))

    forms[name](server, listening)
    trace(server.listening, server.address())


series(list(forms), step)

run()
