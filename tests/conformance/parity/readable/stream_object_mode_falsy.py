"""Objects that are false are objects."""

from _streams import Readable
from _trace import run, watch

source = Readable(object_mode=True, read=lambda stream, size: None)
watch(source, "source", "data end close")
for value in (0, "", False, [], None):
    source.push(value)

run()
