"""end() from inside _write and from a write's callback."""

from _streams import Writable
from _trace import netuv, run, trace, watch


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    if not one.writable_ended:
        one.end("last", lambda *_: trace("one ended"))
    callback()


one = Writable(write=write)
watch(one, "one", "prefinish finish close error drain")


def first_done(*_):
    trace("first done", one.writable_ended, one.writable_finished)


one.write("first", first_done)


def write_later(stream, chunk, encoding, callback):
    trace("write", chunk)
    netuv.next_tick(callback)


def final(stream, callback):
    trace("final")
    netuv.set_immediate(callback)


two = Writable(write=write_later, final=final)
watch(two, "two", "prefinish finish close error drain")


def end_two(*_):
    two.end(lambda *_: trace("two ended"))
    trace(two.writable_ended, two.writable_finished)


two.write("first", end_two)

run()
