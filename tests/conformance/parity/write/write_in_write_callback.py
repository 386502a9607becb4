"""A write inside a write callback goes out after it."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(served, "served", "end")
    everything = []
    served.on("data", everything.append)

    def first():
        trace("one")
        client.write("two", second)
        netuv.next_tick(lambda: trace("tick"))

    def second():
        trace("two")
        client.end()

    served.on("end", lambda: trace(b"".join(everything)))
    client.write("one", first)


run()
