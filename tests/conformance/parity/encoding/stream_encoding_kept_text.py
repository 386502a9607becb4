"""A text pushed in the stream's own encoding is not decoded."""

from _streams import Readable
from _trace import run, watch

source = Readable(encoding="hex", read=lambda stream, size: None)
watch(source, "source", "data")
source.push("zz", "hex")
source.push("az", "latin1")
source.push("a")

run()
