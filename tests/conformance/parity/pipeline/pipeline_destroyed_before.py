"""A stream that was destroyed before fails its pipeline."""

from _streams import PassThrough, pipeline
from _trace import run, trace

import netuv


def dead():
    stream = PassThrough()
    stream.destroy()
    return stream


def outcome_of(name, a, b):
    pipeline(a, b, lambda error: trace(name, error, a.destroyed, b.destroyed))


outcome_of("source", dead(), PassThrough())
outcome_of("target", PassThrough(), dead())


@netuv.set_immediate
def _():
    a = dead()
    b = dead()

    @netuv.set_immediate
    def _():
        outcome_of("closed source", a, PassThrough())
        outcome_of("closed target", PassThrough(), b)


run()
