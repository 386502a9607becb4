"""The timeout runs while nothing is connected, and does not hold the program."""

from _trace import netuv, run, trace

client = netuv.Socket()
trace(client.timeout)


def timed_out():
    trace("timeout", client.timeout)
    client.destroy()


client.set_timeout(10, timed_out)
netuv.set_timeout(lambda: trace("timer"), 60)
other = netuv.Socket()
other.set_timeout(10000, lambda: trace("never"))

run()
