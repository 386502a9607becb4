"""A pipeline takes its listeners off a last stream that can be used on."""

from _streams import PassThrough, pipeline
from _trace import run, trace

import netuv

a = PassThrough()
b = PassThrough()
before = b.listener_count("error")


def done(error):
    trace("done", error, b.destroyed)
    netuv.set_immediate(lambda: trace(b.listener_count("error") - before))


pipeline(a, b, done)
trace(b.listener_count("error") > before)
a.end("x")
run()
