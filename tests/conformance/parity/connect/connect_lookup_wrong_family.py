"""A lookup function whose family is not the address's."""

from _trace import HOST, answers, follow, netuv, run, series, trace


def step(answer, proceed):
    client = follow(netuv.connect(port=1, host="h.test", lookup=answers(None, *answer)))
    client.on("error", lambda error: trace(error.code, error.syscall, error.address, error.port))
    client.on("close", proceed)


series([(HOST, 6), ("::1", 4)], step)

run()
