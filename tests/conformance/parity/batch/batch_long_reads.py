"""Several reads of one socket among others in one poll: its bytes in order, then its end."""

from _trace import crowd, run, trace

SIZE = 160 << 10


@crowd(3, "long")
def _(clients, served):
    expected = bytes(at >> 8 & 255 for at in range(SIZE))
    for i, s in enumerate(served):
        everything = []
        s.on("data", everything.append)

        @s.on("end")
        def _(i=i, everything=everything):
            whole = b"".join(everything)
            trace("end", i, len(whole), whole == expected)

    clients[0].end(expected)
    clients[1].end(expected)
    clients[2].end(expected)


run()
