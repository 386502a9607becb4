"""A host with several addresses: the first that is not IPv6's link-local, or else the first."""

from _trace import HOST, netuv, run, series, trace, watch

found = {
    "one": [(HOST, 4)],
    "after one": [("fe80::1", 6), (HOST, 4)],
    "after three": [
        *(("fe80::1", 6), ("febf:ffff::1", 6), ("FE80::2", 6)),
        *(("::1", 6), (HOST, 4)),
    ],
    "others": [("::1", 6), ("fe80::1", 6)],
    "not quite": [("fec0::1", 6), (HOST, 4)],
    "mapped": [("::ffff:127.0.0.1", 6), (HOST, 4)],
}


def step(name, proceed):
    def lookup(hostname, callback, **options):
        trace("lookup", hostname)
        netuv.set_immediate(callback, None, found[name])

    netuv.dns.lookup = lookup
    server = netuv.create_server()
    watch(server, name, "listening error close")

    def listening():
        trace(server.address().address)
        server.close()

    server.listen(0, "several", listening)
    server.on("close", proceed).on("error", proceed)


series(list(found), step)

run()
