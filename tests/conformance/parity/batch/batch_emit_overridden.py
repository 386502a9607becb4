"""An emit of one's own, put on the others in the middle of a batch, sees what follows."""

from _trace import crowd, run, trace, turns

WATCHED = {"data", "end", "close"}


@crowd(4)
def _(clients, served):
    def override(s, i):
        original = s.emit

        def emit(event, *args):
            if event in WATCHED:
                trace("emit", i, event, *args)
            return original(event, *args)

        s.emit = emit

    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i == 1 and data == b"to 1":
                for j, t in enumerate(served):
                    override(t, j)

    for i, c in enumerate(clients):
        c.write(f"to {i}")

    @turns(5)
    def _():
        for i, c in enumerate(clients):
            c.write(f"more {i}")

    @turns(10)
    def _():
        del served[2].emit
        for i, c in enumerate(clients):
            c.end(f"last {i}")


run()
