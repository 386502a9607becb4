"""Without _read reading is an error."""

from _streams import Readable
from _trace import run, watch

source = Readable()
watch(source, "source", "data end error close")

run()
