"""A stream that was destroyed before fails its pipeline."""

from _streams import PassThrough, pipeline
from _trace import run, trace

import netuv


def dead():
    stream = PassThrough()
    stream.destroy()
    return stream


def tell(name, a, b):
    pipeline(a, b, lambda error: trace(name, error, a.destroyed, b.destroyed))


tell("source", dead(), PassThrough())
tell("target", PassThrough(), dead())


@netuv.set_immediate
def _():
    a = dead()
    b = dead()

    @netuv.set_immediate
    def _():
        tell("closed source", a, PassThrough())
        tell("closed target", PassThrough(), b)


run()
