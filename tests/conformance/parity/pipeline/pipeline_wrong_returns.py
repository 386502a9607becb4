"""A function in a pipeline that gives nothing to go on with is refused at the call."""

from _streams import PassThrough, pipeline
from _trace import attempt, run


class Thing:
    pass


def done(error):
    pass


def nothing(*arguments):
    pass


attempt("source", lambda: pipeline(Thing, PassThrough(), done))
attempt("no source", lambda: pipeline(nothing, PassThrough(), done))
attempt("transform", lambda: pipeline(["a"], lambda source: Thing(), PassThrough(), done))
attempt("target", lambda: pipeline(["a"], lambda source: Thing(), done))
run()
