"""What a lookup function is called with: the name, the family, the hints."""

from _trace import attempt, netuv, run, trace

dns = netuv.dns


def names(hints):
    return [name for name in ("ADDRCONFIG", "V4MAPPED", "ALL") if hints & getattr(dns, name)]


def lookup(hostname, callback, *, family, hints, all):
    trace(hostname, family, names(hints), all, "function" if callable(callback) else "")


for options in (
    {},
    {"family": 0},
    {"family": 4},
    {"family": 6},
    {"family": "IPv4"},
    {"family": "IPv6"},
    {"hints": dns.V4MAPPED | dns.ALL},
    {"family": 6, "hints": dns.V4MAPPED},
    {"host": ""},
):
    client = netuv.Socket()
    wanted = {"port": 1, "host": "h.test", "lookup": lookup, **options}
    attempt("connect", lambda wanted=wanted, client=client: client.connect(**wanted) is client)
    client.destroy()

run()
