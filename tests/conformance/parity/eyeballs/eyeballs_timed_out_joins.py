"""An attempt that has timed out is one of the errors, with where it was to be from."""

from _trace import HOST, finds, follow, listen, netuv, run, series, trace

plain = netuv.create_server()
other = netuv.create_server()


def later(lookup):
    """Not before there are listeners."""
    return lambda *args, **options: netuv.set_immediate(lambda: lookup(*args, **options))


def begin(refusing, free):
    cases = {
        "first": (1, {}),
        "second": (2, {}),
        "first, with a port": (1, {"local_port": free}),
    }

    def step(name, proceed):
        trace("--", name)
        silent, more = cases[name]
        client = netuv.connect(
            port=refusing,
            host="several",
            auto_select_family=True,
            auto_select_family_attempt_timeout=20,
            lookup=later(finds((HOST, 4), ("127.0.0.2", 4), ("127.0.0.3", 4))),
            **more,
        )

        def attempt(address, port, family):
            if address == f"127.0.0.{silent}":
                client._handle.connect = lambda *_: None

        def failed(error):
            for each in error.errors:
                local = getattr(each, "local_port", None)
                trace(each.code, each.syscall, getattr(each, "local_address", None), local == free)

        follow(client).on("connection_attempt", attempt)
        client.on("error", failed)
        client.on("close", proceed)

    series(list(cases), step)


@listen(plain)
def _(refusing):
    @listen(other)
    def _(free):
        plain.close(lambda *_: other.close(lambda *_: begin(refusing, free)))


run()
