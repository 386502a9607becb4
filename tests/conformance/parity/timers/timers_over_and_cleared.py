"""A timer that is cleared cannot be refreshed; one that had come can, and holds the loop."""

from _trace import netuv, run, trace


def count():
    return netuv.get_active_resources_info().count("Timeout")


never = netuv.set_timeout(lambda: trace("never"), 5)
netuv.clear_timeout(never)
trace(never.refresh() is never, count(), never.has_ref())
over = netuv.set_timeout(lambda: trace("over"), 1)


def clear_own():
    netuv.clear_timeout(own)
    own.refresh()
    trace("cleared by itself", count())


own = netuv.set_timeout(clear_own, 2)


def refresh():
    trace("before", count())
    over.refresh()
    trace("refreshed", count())
    netuv.clear_timeout(over)
    over.refresh()
    trace("cleared", count())
    own.refresh()


netuv.set_timeout(refresh, 20)


def last():
    again = netuv.set_timeout(lambda: trace("once"), 1)

    def look():
        netuv.clear_timeout(again)
        again.refresh()
        trace("cleared after it came", count(), again.has_ref())
        netuv.clear_timeout(again)
        trace("cleared twice", count())
        again.unref()
        trace(again.has_ref(), count())

    netuv.set_timeout(look, 10)


netuv.set_timeout(last, 40)

run()
