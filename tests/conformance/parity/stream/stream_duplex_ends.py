"""Both sides of a Duplex end in each order; what it emits, and when it is destroyed."""

from _streams import Duplex
from _trace import netuv, run, trace, watch


def duplex(name, **options):
    def write(stream, chunk, encoding, callback):
        callback()

    stream = Duplex(read=lambda stream, size: None, write=write, **options)
    watch(stream, name, "end finish close")
    return stream


reader = duplex("read first")
reader.resume()
reader.push(None)


@netuv.set_immediate
def _():
    trace(reader.destroyed, reader.writable, reader.readable)
    reader.end()


writer = duplex("write first")
writer.end()


@netuv.set_immediate
def _():
    trace(writer.destroyed, writer.writable, writer.readable)
    writer.push(None)
    writer.resume()


whole = duplex("no half", allow_half_open=False)
whole.resume()
whole.push(None)
kept = duplex("kept", auto_destroy=False)
kept.resume()
kept.push(None)
kept.end()
netuv.set_immediate(lambda: trace(kept.destroyed))
silent = duplex("silent", emit_close=False)
silent.resume()
silent.push(None)
silent.end()
netuv.set_immediate(lambda: trace(silent.destroyed, silent.closed))

run()
