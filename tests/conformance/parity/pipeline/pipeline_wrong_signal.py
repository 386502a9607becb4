"""A signal that is none is refused before anything is piped."""

from _streams import PassThrough, pipeline
from _trace import run, trace

import netuv

a = PassThrough()
b = PassThrough()
try:
    pipeline(a, b, lambda error: None, signal="x")
except TypeError as error:
    trace(error.code)


@netuv.set_immediate
def _():
    trace(a.listener_count("data"), a.listener_count("close"), b.listener_count("close"))


run()
