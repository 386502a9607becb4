"""The stages of a pipeline may come in one list."""

from _streams import PassThrough, pipeline
from _trace import run, trace, watch

a = PassThrough()
b = PassThrough()
watch(b, "b", "data end")
trace(pipeline([a, b], lambda error: trace("done", error)) is b)
a.end("x")
run()
