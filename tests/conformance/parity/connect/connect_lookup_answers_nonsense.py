"""A lookup function that answers no address, or no family."""

from _trace import HOST, answers, follow, netuv, run, series, trace

wrong = [
    ("x", 4),
    ("", 4),
    (None, None),
    (None,),
    ("h.test", 4),
    ("127.0.0.256", 4),
    (HOST, 5),
    (HOST,),
    (HOST, "IPv4"),
    (HOST, 0),
    (" " + HOST, 4),
]


def step(answer, proceed):
    client = follow(netuv.connect(port=1, host="h.test", lookup=answers(None, *answer)))

    @client.on("error")
    def _(error):
        trace(error.code, getattr(error, "host", None), getattr(error, "port", None))

    client.on("close", proceed)


series(wrong, step)

run()
