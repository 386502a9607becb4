"""An assigned timeout is shown, and no more; one that was set ends with the connection."""

from _trace import HOST, listen, netuv, run, trace, watch

server = netuv.create_server(lambda served: served.resume())
left = 3


def over(*_):
    global left
    left -= 1
    if not left:
        server.close()


@listen(server)
def _(port):
    assigned = netuv.Socket()
    trace(assigned.timeout)
    assigned.timeout = 10
    trace(assigned.timeout)
    watch(assigned, "assigned", "timeout connect close")
    assigned.connect(port, HOST)

    def later():
        trace("assigned", assigned.timeout)
        assigned.timeout = 0
        trace("assigned", assigned.timeout)
        assigned.destroy()

    assigned.on("connect", lambda: netuv.set_timeout(later, 50)).on("close", over)

    again = netuv.connect(port, HOST)
    again.set_timeout(20)
    again.once("connect", lambda: again.destroy())

    @again.once("close")
    def _(had_error):
        again.connect(port, HOST)
        again.on("timeout", lambda: trace("again timeout"))

        def idle():
            trace("again", again.timeout)
            again.set_timeout(5)
            netuv.set_timeout(again.destroy, 40)

        again.on("connect", lambda: netuv.set_timeout(idle, 100)).on("close", over)

    both = netuv.connect(port, HOST)
    both.set_timeout(200, lambda: (trace("both timeout", both.timeout), both.destroy()))
    both.on("close", over)
    both.timeout = 100000


run()
