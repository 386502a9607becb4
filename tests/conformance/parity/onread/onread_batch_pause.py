"""Sockets of one poll that pause each other: who was paused reads after resume()."""

from _trace import HOST, listen, netuv, run, trace, turns

clients = []
arrived = []


def callback(i):
    def on_read(count, filled):
        trace(i, bytes(filled[:count]))
        clients[3 - i].pause()

    return on_read


def begin():
    for i, served in enumerate(arrived):
        served.write(f"to {i}")

    @turns(4)
    def _():
        for i, client in enumerate(clients):
            trace("resume", i, client.is_paused())
            client.resume()
        turns(4, lambda: [client.destroy() for client in clients])


@netuv.create_server
def server(served):
    arrived.append(served)
    proceed()


def proceed(*_):
    if len(clients) != len(arrived):
        return
    if len(clients) == 4:
        server.close()
        netuv.set_immediate(netuv.set_immediate, begin)
        return
    onread = {"buffer": bytearray(8), "callback": callback(len(clients))}
    where = {"port": server.address().port, "host": HOST}
    client = netuv.connect(lambda: (clients.append(client), proceed()), **where, onread=onread)


listen(server, proceed)
run()
