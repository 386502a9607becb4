"""What a Readable, a Writable, a Duplex and a Transform say of themselves, by their options."""

from _streams import Duplex, PassThrough, Readable, Writable
from _trace import run
from _values import BOTH, READABLE, WRITABLE, values


def read(stream, size):
    pass


def write(stream, chunk, encoding, callback):
    callback()


kept = []


def of(step, stream, *groups):
    kept.append(stream)
    values(step, stream, *groups)


of("readable", Readable(read=read), READABLE, BOTH)
of("objects", Readable(read=read, object_mode=True, encoding="utf8"), READABLE, BOTH)
of("marked", Readable(read=read, high_water_mark=0, encoding="utf8"), READABLE)
of("one chunk", Readable(read=read, object_mode=True, high_water_mark=1), READABLE)
of("writable", Writable(write=write), WRITABLE, BOTH)
of("write objects", Writable(write=write, object_mode=True), WRITABLE, BOTH)
of("write marked", Writable(write=write, high_water_mark=5), WRITABLE, BOTH)
of("duplex", Duplex(read=read, write=write), READABLE, WRITABLE, BOTH, "allow_half_open")
sides = Duplex(
    read=read,
    write=write,
    readable_object_mode=True,
    writable_high_water_mark=7,
    allow_half_open=False,
)
of("sides", sides, READABLE, WRITABLE, "allow_half_open")
only_writes = Duplex(read=read, write=write, readable=False)
of("unreadable", only_writes, READABLE, WRITABLE, "allow_half_open")
only_reads = Duplex(read=read, write=write, writable=False)
of("unwritable", only_reads, READABLE, WRITABLE, "allow_half_open")
of("pass", PassThrough(object_mode=True, high_water_mark=3), READABLE, WRITABLE)
of(
    "pass sides",
    PassThrough(readable_high_water_mark=0, writable_object_mode=True),
    READABLE,
    WRITABLE,
)

run()
