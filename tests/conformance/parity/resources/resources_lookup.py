"""A lookup is a request."""

from _trace import run, trace

import netuv


def listed(when):
    trace(when, netuv.get_active_resources_info())


listed("start")
netuv.dns.lookup("localhost", lambda *_: trace("found"))
netuv.dns.lookup("localhost", lambda *_: None)
listed("looking up")

run()
