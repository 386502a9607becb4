"""Readable.from() of text gives it in one chunk."""

from _streams import Readable
from _trace import run, watch

r = Readable.from_("some text")
watch(r, "r", "data end close")
run()
