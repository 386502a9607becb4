"""A PassThrough gives what it takes."""

from _streams import PassThrough
from _trace import run, trace, watch

import netuv

p = PassThrough()
watch(p, "p", "readable prefinish finish end close")
p.write("one")
p.end("two")


def read():
    trace(p.read(4), p.read())
    netuv.set_immediate(lambda: trace(p.read(), p.readable_ended, p.writable_finished))


netuv.set_immediate(read)
run()
