"""once("data") on several reads of one poll: each called once, by turns, nothing lost."""

from _trace import crowd, run, trace


@crowd(1, "long")
def _(clients, served):
    (client,), (served,) = clients, served
    sizes = []

    def hear(name, other):
        @served.once("data")
        def _(data):
            trace(name, served.listener_count("data"))
            sizes.append(len(data))
            hear(other, name)

    served.on("end", lambda: trace("end", sum(sizes)))
    hear("one", "two")
    client.end(bytes(128 << 10))


run()
