"""An exception of a pipeline's callback does not come back into it."""

from _streams import PassThrough, pipeline
from _trace import run, trace

a = PassThrough()
b = PassThrough()
b.resume()


def done(error):
    trace("done", error)
    raise Exception("in callback")


pipeline(a, b, done)
a.end("x")
run()
