"""What a lookup is asked for: all addresses, but one with a family or a local address."""

from _trace import HOST, netuv, run, trace


def lookup(hostname, callback, *, family, hints, all):
    trace(hostname, family, all)


for options in (
    {},
    {"family": 0},
    {"family": 4},
    {"family": 6},
    {"family": "IPv6"},
    {"local_address": HOST},
    {"local_port": 5},
    {"auto_select_family": False},
):
    wanted = {"port": 1, "host": "h.test", "lookup": lookup, "auto_select_family": True, **options}
    netuv.connect(**wanted).destroy()

run()
