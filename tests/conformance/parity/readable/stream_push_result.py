"""push() returns whether more may come."""

from _streams import Readable
from _trace import run, trace

source = Readable(high_water_mark=3, read=lambda stream, size: None)
trace(source.push("ab"), source.push("c"), source.push(""), source.push(None))
none = Readable(high_water_mark=0, read=lambda stream, size: None)
trace(none.push(""), none.push("a"), none.push("b"))

run()
