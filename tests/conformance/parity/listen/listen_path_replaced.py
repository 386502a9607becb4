"""Another server's socket of the same name, bound after ours was taken away."""

import os

from _trace import netuv, path, run, trace

where = path("shared")
first = netuv.create_server()
second = netuv.create_server()


@lambda body: first.listen(where, body)
def listening():
    os.unlink(where)

    @lambda body: second.listen(where, body)
    def listening():
        @first.close
        def _(error):
            trace("is there", os.path.exists(where))
            second.close(lambda error: trace("is there", os.path.exists(where)))


run()
