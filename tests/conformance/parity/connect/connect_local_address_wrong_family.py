"""A local address of the other family cannot be bound."""

from _trace import HOST, follow, netuv, run, series, trace


def step(case, proceed):
    host, address, port = case
    client = follow(netuv.connect(port=1, host=host, local_address=address, local_port=port))
    client.on(
        "error",
        lambda error: trace(error.code, error.syscall, error.address, getattr(error, "port", None)),
    )
    client.on("close", proceed)


series([(HOST, "::1", None), ("::1", HOST, None), (HOST, "::1", 5)], step)

run()
