"""An exception out of a callback is the program's; lookups beside it are answered."""

from _trace import netuv, run, trace

dns = netuv.dns


def broken(*_):
    raise LookupError("broken literal")


def broken_name(*_):
    netuv.set_immediate(trace, "still here")
    raise LookupError("broken name")


def answered(*answer):
    trace(*answer)
    dns.lookup("localhost", broken_name, family=4)


dns.lookup("127.0.0.1", broken)
dns.lookup("::1", answered)

run()
