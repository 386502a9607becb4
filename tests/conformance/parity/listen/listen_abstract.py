"""An abstract name: it has no file, is in use while somebody listens, and free again after that."""

import os

from _trace import netuv, path, run, trace, watch

name = "\0" + path("abstract")


def shown(value):
    return "NAME" if value == name else value


server = netuv.create_server(lambda served: served.end("hello"))


@lambda body: server.listen(name, body)
def listening():
    trace(shown(server.address()), os.listdir(path(".")))
    second = netuv.create_server()

    def again():
        trace("again", shown(second.address()))
        second.close()

    @second.on("error")
    def _(error):
        trace(error.code, error.syscall, shown(error.address))
        client = netuv.connect(name)
        watch(client, "client")
        client.on(
            "close",
            lambda had_error: server.close(lambda error: second.listen(again, path=name)),
        )

    second.listen(name)


run()
