"""A slow stream at the end of a pipeline holds the source back."""

from _streams import Writable, pipeline
from _trace import run, trace, turns

import netuv

held = []
taken = 0


def source():
    global taken
    while taken < 20:
        taken += 1
        yield str(taken - 1)


w = Writable(
    object_mode=True,
    high_water_mark=2,
    write=lambda stream, chunk, encoding, callback: held.append(callback),
)
pipeline(source, w, lambda error: trace("done", error, taken))


@turns(3)
def _():
    def step():
        if held:
            held.pop(0)()
        if not w.destroyed:
            netuv.set_immediate(step)

    trace("taken", taken < 8)
    step()


run()
