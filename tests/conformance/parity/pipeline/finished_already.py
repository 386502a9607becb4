"""finished() of streams that are over already."""

from _streams import Readable, Writable, finished
from _trace import run, trace

import netuv

r = Readable(read=lambda stream, size: None)
r.push(None)
r.resume()
w = Writable(write=lambda stream, chunk, encoding, callback: callback(None))
w.end()
d = Readable(read=lambda stream, size: None)
d.on("error", lambda error: None).destroy(Exception("bad"))


def ask():
    finished(r, lambda error: trace("readable", error))
    finished(w, lambda error: trace("writable", error))
    finished(d, lambda error: trace("destroyed", error))
    trace("asked")


netuv.set_immediate(ask)
run()
