"""Without allowHalfOpen the end ends the other side too, unless that has failed or is not there."""

from _streams import Duplex
from _trace import run, trace, turns, watch


def write(stream, chunk, encoding, callback):
    callback(None)


def follow(step):
    stream = Duplex(allow_half_open=False, auto_destroy=False, read=lambda *_: None, write=write)
    watch(stream, "stream", "end prefinish finish error close")
    stream.cork()
    stream.push(None)
    stream.resume()
    stream.on("end", lambda: step(stream))
    turns(
        2,
        lambda: trace(stream.writable_corked, stream.writable_ended, stream.writable_finished),
    )


for step in (
    lambda stream: stream.unshift("late"),
    lambda stream: setattr(stream, "writable", False),
    lambda stream: stream.destroy(),
    lambda stream: None,
):
    follow(step)

run()
