"""Several addresses, some of them blocked, or named twice."""

from _trace import HOST, finds, follow, listen, netuv, run, series, trace

rules = netuv.BlockList()
rules.add_address("127.0.0.2")
rules.add_address("::1", "ipv6")
plain = netuv.create_server()
server = netuv.create_server(lambda served: served.end())


def later(lookup):
    """Not before there are listeners."""
    return lambda *args, **options: netuv.set_immediate(lambda: lookup(*args, **options))


def four(*hosts):
    return [(host, 4) for host in hosts]


def begin(refusing, port):
    cases = {
        "blocked first": (port, ("127.0.0.2", 4), (HOST, 4)),
        "blocked last": (port, (HOST, 4), ("127.0.0.2", 4)),
        "all blocked": (port, ("127.0.0.2", 4), ("::1", 6)),
        "blocked and refused": (refusing, ("127.0.0.2", 4), (HOST, 4), ("::1", 6)),
        "refused and blocked": (refusing, (HOST, 4), ("::1", 6), ("127.0.0.2", 4)),
        "named twice": (refusing, *four(HOST, HOST, "127.0.0.3", HOST, "127.0.0.3")),
        "blocked twice": (refusing, *four("127.0.0.2", "127.0.0.2", HOST)),
    }

    def step(name, proceed):
        trace("--", name)
        to, *found = cases[name]
        client = netuv.connect(
            port=to,
            host="several",
            auto_select_family=True,
            lookup=later(finds(*found)),
            block_list=rules,
        )

        def closed(had_error):
            tried = client.auto_select_family_attempted_addresses
            trace([text.rpartition(":")[0] for text in tried])
            proceed()

        follow(client).on("connect", lambda: client.end()).on("close", closed).resume()

    series(list(cases), step, server.close)


@listen(plain)
def _(refusing):
    plain.close(lambda *_: listen(server, lambda port: begin(refusing, port)))


run()
