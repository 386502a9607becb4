"""What set_timeout() takes, and how many listeners "timeout" has then."""

from _trace import attempt, netuv, run, trace

socket = netuv.Socket()
for value in (0, 1, 2.5, 0.4, 2**31 - 1):
    attempt(value, lambda value=value: socket.set_timeout(value) is socket)
    trace(socket.timeout)
socket.set_timeout(0)
for value in (-1, -float("inf"), "5", None, True, []):
    attempt("wrong", lambda value=value: socket.set_timeout(value) is socket)


def listeners(*arguments):
    return socket.set_timeout(*arguments).listener_count("timeout")


attempt("listener", lambda: listeners(100, lambda: None))
attempt("again", lambda: listeners(100, lambda: None))
attempt("zero without", lambda: listeners(0))


def listener():
    pass


attempt("with", lambda: listeners(100, listener))
attempt("zero with", lambda: listeners(0, listener))
attempt("wrong", lambda: socket.set_timeout(100, "x"))

run()
