"""Several sockets with data in one poll: in the order it arrived, each with its ticks."""

from _trace import crowd, netuv, run, trace


@crowd(5)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i, s=s):
            trace(i, data)
            netuv.next_tick(lambda: trace("tick", i))
            netuv.set_immediate(lambda: trace("immediate", i))
            s.destroy()

    for i in (3, 1, 4, 0, 2):
        clients[i].write(f"to {i}")


run()
