"""What the Python side of every scenario shares; `_trace.js` is its twin."""

import os
import re
import sys

import netuv

HOST = "127.0.0.1"
directory = os.environ["PARITY_DIRECTORY"]


def message(error):
    text = error.strerror if isinstance(error, OSError) else str(error)
    # Type names and values are written as the language writes them; the rest is compared.
    if getattr(error, "code", None) == "ERR_INVALID_ARG_TYPE":
        text = re.sub(r" must be.*", "", text, flags=re.DOTALL)
    text = re.sub(r" Received .*", "", str(text), flags=re.DOTALL).replace(directory, "PATH")
    return re.sub(r"(\d|\]|:):\d{4,5}\b", r"\1:PORT", text)


def show(value):
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.replace(directory, "PATH") or '""'
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>" if len(value) > 60 else f"<{value.decode('latin-1')}>"
    if isinstance(value, netuv.AggregateError):
        return f"[AggregateError {value.code}: {', '.join(map(show, value.errors))}]"
    if isinstance(value, BaseException):
        return f"[{getattr(value, 'code', None) or 'Error'}: {message(value)}]"
    if isinstance(value, list):
        return f"[{', '.join(map(show, value))}]"
    if isinstance(value, netuv.Socket):
        return "socket"
    if hasattr(value, "family") and hasattr(value, "port"):
        return f"({value.address} {value.family} PORT)"
    if isinstance(value, tuple) and len(value) == 2:
        return f"({show(value[0])} {value[1]})"
    return str(value)


def trace(*items):
    sys.stdout.buffer.write((" ".join(map(show, items)) + "\n").encode())
    sys.stdout.buffer.flush()


def watch(emitter, name, events="connect ready data end error close"):
    """Writes a line for each of these events of one object."""
    for event in events.split():
        emitter.on(event, lambda *args, event=event: trace(name, event, *args))


def follow(client, name="client"):
    """Writes a line for all that happens to a client while it connects; a port of the system's is
    PORT. The events of attempts are newer than v18: they are there in a scenario that names a newer
    Node.
    """
    attempts = "connection_attempt connection_attempt_failed connection_attempt_timeout "
    events = (
        f"lookup {'' if os.environ['PARITY_NODE'] == '18' else attempts}"
        "connect ready timeout error close"
    )

    def mask(value):
        return "PORT" if isinstance(value, int) and value > 1023 else value

    for event in events.split():
        client.on(event, lambda *args, event=event: trace(name, event, *map(mask, args)))
    return client


def answers(*answer):
    """A lookup function that answers at once."""
    return lambda hostname, callback, **options: callback(*answer)


def finds(*found):
    """A lookup function that answers at once with several (address, family), each of which then
    has all the time it needs.
    """
    netuv.set_default_auto_select_family_attempt_timeout(60000)
    return answers(None, list(found))


def series(items, step, after=lambda: None):
    """Calls `step(item, proceed)` for each item, the next one when `proceed` is called; then
    `after()`.
    """
    if not items:
        after()
    else:
        step(items[0], lambda *_: series(items[1:], step, after))


def attempt(label, call):
    """What a call returns or raises: kind of error as API.md has it, code, message."""
    try:
        trace(label, "gives", call())
    except (TypeError, ValueError, netuv.StateError) as error:
        kinds = (TypeError, ValueError, netuv.StateError)
        kind = next(kind for kind in kinds if isinstance(error, kind))
        trace(label, "throws", kind.__name__, error)


def create_server(**options):
    """A server with options, its listener decorated."""
    return lambda listener: netuv.create_server(listener, **options)


def listen(server, body=None):
    """Calls `body(port)` once the server listens."""
    if body is None:
        return lambda body: listen(server, body)
    server.listen(0, HOST, lambda: body(server.address().port))


def pair(body=None, *, server=None, client=None, path_name=None, stay=False):
    """Calls `body(client, served, server)` in a check phase, with both ends of one connection open.

    The server is closed by then, so the program ends with the connection.
    """
    if body is None:
        return lambda body: pair(body, server=server, client=client, path_name=path_name, stay=stay)
    ends = {}

    def arrived(name, socket):
        ends[name] = socket
        if len(ends) == 2:
            netuv.set_immediate(begin)

    def begin():
        if not stay:
            listener.close()
        body(ends["client"], ends["served"], listener)

    def connect(**where):
        socket = netuv.connect(lambda: arrived("client", socket), **where, **(client or {}))

    listener = netuv.create_server(lambda socket: arrived("served", socket), **(server or {}))
    if path_name:
        listener.listen(path(path_name), lambda: connect(path=path(path_name)))
    else:
        listen(listener, lambda port: connect(port=port, host=HOST))


def crowd(count, path_name=None):
    """Calls `body(clients, served)` in a check phase, with `count` connections open, both lists in
    the same order. What the clients then write is there for one poll to find.
    """

    def decorate(body):
        clients = []
        served = []

        def proceed():
            if len(clients) != len(served):
                return
            if len(clients) == count:
                server.close()
                netuv.set_immediate(netuv.set_immediate, lambda: body(clients, served))
                return
            where = (
                {"path": path(path_name)}
                if path_name
                else {"port": server.address().port, "host": HOST}
            )
            client = netuv.connect(lambda: (clients.append(client), proceed()), **where)

        server = netuv.create_server(lambda socket: (served.append(socket), proceed()))
        if path_name:
            server.listen(path(path_name), proceed)
        else:
            server.listen(0, HOST, proceed)

    return decorate


def eventually(condition, body):
    """Calls `body` in the first check phase in which `condition()` holds."""
    netuv.set_immediate(lambda: body() if condition() else eventually(condition, body))


def turns(count, body=None):
    """Calls `body` after this many turns of the loop."""
    if body is None:
        return lambda body: turns(count, body)
    netuv.set_immediate(lambda: turns(count - 1, body) if count > 1 else body())


def path(name):
    """A path of this scenario's own."""
    return os.path.join(directory, name)


def run():
    """Runs the loop to its end, as Node does with an `uncaughtException` listener."""
    for _ in range(100):
        try:
            netuv.run()
        except Exception as error:
            trace("uncaught", error)
        else:
            break
    trace("exit")
