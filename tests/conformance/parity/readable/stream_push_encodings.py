"""A text is pushed in the encoding that is named."""

from _streams import Readable
from _trace import attempt, run, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data")
source.push("6162", "hex")
source.push("Y2Q=", "base64")
source.push("\xe9", "latin1")
attempt("unknown", lambda: source.push("a", "klingon"))

run()
