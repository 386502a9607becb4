"""traceSync() and traceCallback(): start, end, asyncStart, asyncEnd and error with one context."""

from _trace import attempt, trace

from netuv import diagnostics_channel as dc

tracing = dc.tracing_channel("my.work")


def handler(event):
    def subscriber(context, name):
        trace(event, name, context.get("tag"), context.get("result"), context.get("error"))

    return subscriber


handlers = {part: handler(part) for part in ("start", "end", "async_start", "async_end", "error")}


def fail():
    raise ValueError("bad")


def later(*args):
    args[-1](*args[:-1])


tracing.subscribe(handlers)
trace(tracing.trace_sync(lambda a, b: a + b, {"tag": "sync"}, 1, 2))
attempt("raises", lambda: tracing.trace_sync(fail, {"tag": "raising"}))
called = lambda *args: trace("called", *args)  # noqa: E731
tracing.trace_callback(later, -1, {"tag": "callback"}, None, "value", called)
tracing.trace_callback(later, 1, {"tag": "failing"}, Exception("worse"), called)
attempt("no callback", lambda: tracing.trace_callback(later, 0, {"tag": "none"}, 5))
trace(tracing.unsubscribe(handlers), tracing.unsubscribe(handlers), tracing.unsubscribe({}))
some = dc.channel("some")
parts = {"start": some, "end": some, "async_start": some, "async_end": some, "error": some}
some.subscribe(lambda context: trace("some", context.get("result")))
dc.tracing_channel(parts).trace_sync(lambda: "done")
attempt("name", lambda: dc.tracing_channel(5))
attempt("channels", lambda: dc.tracing_channel({**parts, "end": 5}))
trace("exit")
