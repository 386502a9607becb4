"""Readable.from() takes no null values."""

from _streams import Readable
from _trace import run, watch

r = Readable.from_(["one", None, "two"])
watch(r, "r", "data end error close")
run()
