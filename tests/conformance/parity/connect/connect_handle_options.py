"""no_delay and keep_alive reach the handle, whether they are options or were called before."""

from _trace import HOST, listen, netuv, run, series, trace

server = netuv.create_server(lambda served: served.end())
calls = []


def spy(name):
    real = getattr(netuv.TCP, name)

    def method(self, *args):
        calls.append(" ".join([name, *(str(int(each)) for each in args)]))
        return real(self, *args)

    setattr(netuv.TCP, name, method)


@listen(server)
def _(port):
    spy("set_no_delay")
    spy("set_keep_alive")
    where = {"port": port, "host": HOST}
    forms = {
        "none": lambda: netuv.connect(**where),
        "false": lambda: netuv.connect(
            **where, no_delay=False, keep_alive=False, keep_alive_initial_delay=5000
        ),
        "no delay": lambda: netuv.connect(**where, no_delay=True),
        "keep alive": lambda: netuv.connect(
            **where, keep_alive=True, keep_alive_initial_delay=5999
        ),
        "both": lambda: netuv.connect(
            **where, no_delay=True, keep_alive=True, keep_alive_initial_delay=1000
        ),
        "called": lambda: netuv.Socket().set_no_delay().set_keep_alive(True, 7000).connect(**where),
        "called and taken back": lambda: (
            netuv.Socket()
            .set_no_delay(True)
            .set_no_delay(False)
            .set_keep_alive(True)
            .set_keep_alive(False)
            .connect(**where)
        ),
    }

    def step(name, proceed):
        calls.clear()
        client = forms[name]()
        client.on("connect", lambda: trace(name, sorted(calls)))
        client.on("close", proceed).resume()

    series(list(forms), step, server.close)


run()
