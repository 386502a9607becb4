"""The state of a stream, all of it: what it goes through, what ends it, what is emitted then.

Theory. A stream has one or two sides. Each side ends by itself: the readable one when
``"end"`` was emitted, the writable one at ``"finish"``. When the last of them has, the
stream destroys itself (``auto_destroy``). ``destroy()`` ends both at once, with an error
or without. A stream is destroyed once. ``_construct``, where there is one, comes before
all other hooks: until it calls back nothing is read, written or released. ``_destroy``
comes last: it releases what the stream holds and calls back; then ``"error"`` (once, if
there is an error) and ``"close"`` (once, the last event) are emitted, in a tick of their
own.

    state         what may still happen
    constructing  calls are taken and wait for ``_construct``
    open          everything
    ended         writes: the readable side is over
    finished      reads: the writable side is over
    destroyed     ``_destroy`` runs; the callbacks of pending writes get the error
    closed        "error", then "close"; nothing after that

``TRANSITIONS`` is the whole of it, for a stream with both sides; the sides' own rules
(flowing, queueing) are in ``_readable.py`` and ``_writable.py``. The bits below are those
states: one int for the stream, one for each side. An error that destroys nothing
(``auto_destroy=False``) leaves the state as it is, and is emitted at once.
"""

from __future__ import annotations

from typing import NamedTuple

# The stream's.
DESTROYED = 1
CLOSED = 2
CLOSE_EMITTED = 4
ERROR_EMITTED = 8
EMIT_CLOSE = 16  # "close" is emitted here, not by a handle's closing
AUTO_DESTROY = 32
ALLOW_HALF_OPEN = 64
CONSTRUCTING = 128
ERROR_RETRIEVED = 256  # an await has raised it: it needs no listener
ERROR_UNRETRIEVED = 512  # one without a listener waits for the next await
CALLS_BACK = 1024  # destroy() was given a callback
DESTROY_WAITS = 2048  # destroy() was called while constructing

# The readable side's.
FLOWING = 1  # data goes to the listeners as it comes
PAUSED = 2  # pause() was called
FLOW_STOPPED = 4  # flowing was turned off; neither bit: nobody has asked for data yet
READ_ENDED = 8  # push(None) was called
END_EMITTED = 16
READING = 32  # _read was called and has not pushed yet
READ_SYNC = 64  # inside _read, or before its first call
NEED_READABLE = 128
EMITTED_READABLE = 256
READABLE_LISTENING = 512  # a "readable" listener is on
RESUME_SCHEDULED = 1024
READING_MORE = 2048
READ_OBJECT_MODE = 4096
DATA_EMITTED = 8192  # "data" was emitted
NOT_READABLE = 16384  # a Duplex without this side, or ``readable`` was set to False

# The writable side's.
ENDING = 1  # end() was called
WRITE_ENDED = 2  # and has returned
FINISHED = 4  # "finish" was or is being emitted
NEED_DRAIN = 8  # write() returned False
WRITING = 16  # a _write is under way
WRITE_SYNC = 32  # inside _write or _final
FINAL_CALLED = 64
PREFINISHED = 128
PROCESSING = 256  # inside _write_waiting
WRITE_OBJECT_MODE = 1024
KEEP_STRINGS = 2048  # _write gets a str as it is
NOT_WRITABLE = 4096  # a Duplex without this side, or ``writable`` was set to False


class Transition(NamedTuple):
    """In state ``before``, ``what`` leads to ``after`` and emits ``events``, in this order."""

    before: str
    what: str
    after: str
    events: tuple[str, ...]


TRANSITIONS: tuple[Transition, ...] = (
    Transition("constructing", "constructed", "open", ()),
    Transition("constructing", "construct fails", "closed", ("error", "close")),
    Transition("constructing", "destroy", "closed", ("close",)),
    Transition("open", "end of input", "ended", ("end",)),
    Transition("open", "end of output", "finished", ("prefinish", "finish")),
    Transition("open", "destroy", "closed", ("close",)),
    Transition("open", "destroy with error", "closed", ("error", "close")),
    Transition("ended", "end of output", "closed", ("prefinish", "finish", "close")),
    Transition("ended", "destroy", "closed", ("close",)),
    Transition("ended", "destroy with error", "closed", ("error", "close")),
    Transition("finished", "end of input", "closed", ("end", "close")),
    Transition("finished", "destroy", "closed", ("close",)),
    Transition("finished", "destroy with error", "closed", ("error", "close")),
    Transition("closed", "destroy", "closed", ()),
    Transition("closed", "destroy with error", "closed", ()),
)
