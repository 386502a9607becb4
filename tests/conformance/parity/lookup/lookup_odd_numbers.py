"""Text that is no literal address for isIP and yet one for the system."""

from _trace import netuv, run, series, trace


def step(name, proceed):
    def answered(*answer):
        trace(name, *answer)
        proceed()

    netuv.dns.lookup(name, answered)


series(["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "127.0.0.01"], step)

run()
