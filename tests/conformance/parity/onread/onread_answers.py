"""Only False stops reading: what else is false does not."""

from _trace import pair, run, trace

answers = [None, None, 0, "", True]


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    return answers.pop(0)


@pair(client={"onread": {"buffer": bytearray(1), "callback": callback}})
def _(client, served, server):
    client.on("close", lambda _: trace("close", len(answers)))
    served.end("12345")


run()
