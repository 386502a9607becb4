"""The error of a refused connection has the local address and port that were asked for."""

from _trace import HOST, follow, listen, netuv, run, trace

spare = netuv.create_server()


@listen(spare)
def _(local_port):
    @spare.close
    def _(error):
        client = follow(
            netuv.connect(port=1, host=HOST, local_address="127.0.0.2", local_port=local_port)
        )
        client.on("error", lambda error: trace(error.code, error.address, error.port))


run()
