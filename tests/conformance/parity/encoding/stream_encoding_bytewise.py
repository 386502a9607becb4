"""hex, latin1 and ascii give each byte as it comes."""

from _streams import Readable
from _trace import run, watch

for encoding in ("hex", "latin1", "ascii"):
    source = Readable(encoding=encoding, read=lambda stream, size: None)
    watch(source, encoding, "data end")
    source.push(bytes([0x41, 0xE9]))
    source.push(bytes([0x7A]))
    source.push(None)

run()
