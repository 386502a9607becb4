"""An error nobody listens to is thrown, and the close still comes."""

from _streams import Readable
from _trace import run, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "close")
source.destroy(Exception("broken"))

run()
