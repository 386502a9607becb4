"""What AbortSignal and its functions refuse."""

from _trace import attempt, run

import netuv

attempt("constructor", lambda: netuv.AbortSignal())
for delay in ("1", True, None, {}, -1, 1.5, float("nan"), 2**32):
    attempt("timeout", lambda delay=delay: netuv.AbortSignal.timeout(delay))
for signals in (None, 5, "ab", [5], [netuv.AbortController().signal, "x"]):
    attempt("any", lambda signals=signals: netuv.AbortSignal.any(signals))
for listener in (5, "text", True):
    attempt(
        "listener",
        lambda listener=listener: netuv.AbortController().signal.add_event_listener(
            "abort", listener
        ),
    )

run()
