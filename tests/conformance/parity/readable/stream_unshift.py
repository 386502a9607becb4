"""What was put back comes first."""

from _streams import Readable
from _trace import run, trace

source = Readable(read=lambda stream, size: None)
source.push("abcdef")
trace(source.read(2))
trace(source.unshift("xy"), source.unshift(b"w"), source.unshift(""))
trace(source.readable_length, source.read(4), source.read())

run()
