"""A stream destroyed before its end has closed too early."""

from _streams import Readable, Writable, finished
from _trace import run, trace

r = Readable(read=lambda stream, size: None)
finished(r, lambda error: trace("readable", error))
r.destroy()
w = Writable(write=lambda stream, chunk, encoding, callback: callback(None))
finished(w, lambda error: trace("writable", error))
w.destroy()
run()
