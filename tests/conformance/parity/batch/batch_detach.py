"""A listener removed from the others in the middle of a batch hears nothing more."""

from _trace import crowd, run, trace, turns


@crowd(4)
def _(clients, served):
    def detaching(i):
        def listener(data):
            trace(i, data)
            if i == 1:
                for j in (0, 1, 2):
                    served[j].off("data", listeners[j])
                served[3].remove_all_listeners("data")
                served[3].on("data", lambda data: trace("another", data))

        return listener

    listeners = [detaching(i) for i in range(4)]
    for s, listener in zip(served, listeners):
        s.on("data", listener)
    for i, c in enumerate(clients):
        c.write(f"to {i}")

    @turns(5)
    def _():
        trace("again")
        for i, s in enumerate(served):
            s.on("data", lambda data, i=i: trace("late", i, data))
            s.on("end", lambda i=i: trace("end", i))
        for s in served:
            s.resume()
        for i, c in enumerate(clients):
            c.end(f"more {i}")


run()
