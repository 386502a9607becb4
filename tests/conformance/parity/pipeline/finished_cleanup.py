"""finished() leaves its listeners on the stream until its function takes them off."""

from _streams import PassThrough, finished
from _trace import run, trace


def count():
    return sum(s.listener_count(event) for event in ("finish", "error", "end"))


def over(error):
    trace("finished", error, count() - before)
    cleanup()
    trace("clean", count() - before)


s = PassThrough()
before = count()
cleanup = finished(s, over)
s.resume()
s.end()
run()
