"""Piping: one stream's data into another, with backpressure; and old streams made readable."""

from __future__ import annotations

from typing import Any
from weakref import ref

from .._listeners import Internal
from .._loop.access import check_caller, check_thread, queue_tick
from .._util import validators as options
from .._util.errors import invalid_arg_type
from ._base import Stream
from ._state import NEED_DRAIN

_NEEDED = ("on", "once", "emit", "remove_listener")


def pipe(source: Any, destination: Any, end: bool) -> None:
    """Sends all data of ``source`` to ``destination``, and its end if ``end``.

    As in Node any emitter is taken: one that cannot be written to raises once there is data.
    """
    _check_method(destination, *_NEEDED)
    end = options.truth(end, "options.end", True)
    check_caller(source)
    new = Pipe(source, destination, end)
    source._ensure_read_queue().pipes.append(new)
    new.start()


def unpipe(source: Any, destination: Any) -> None:
    """Takes ``destination`` off again, the one piped first; None: all of them."""
    check_thread(source)
    queue = source._ensure_read_queue()
    pipes: list[Pipe] = queue.pipes
    if destination is None:
        if pipes:
            gone, queue.pipes = pipes, []
            source.pause()
            for each in gone:
                each.break_off()
        return
    for each in pipes:
        if each.destination is destination:
            pipes.remove(each)
            if not pipes:
                source.pause()
            each.break_off()
            return


def _check_method(destination: Any, *names: str) -> None:
    if not options.is_method(destination, *names):
        raise invalid_arg_type("destination", "an instance of Writable", destination)


def _keep(held: object) -> None:
    """Until now."""


def weakly(thing: Any) -> Any:
    """A reference to ``thing``, weak unless its class does not know that."""
    try:
        return ref(thing)
    except TypeError:
        return lambda: thing


def _is_full(destination: Any) -> bool:
    """Whether it has yet to drain, also where it will not any more; what does not say has."""
    if not isinstance(destination, Stream):
        return True
    return destination._write_flags is None or bool(destination._write_flags & NEED_DRAIN)


class Pipe(Internal):
    """The listeners that one ``pipe()`` puts on its two streams."""

    def __init__(self, source: Any, destination: Any, end: bool) -> None:
        # Both have listeners of this: they hold each other only until one of them is over.
        self._source = weakly(source)
        self._destination = weakly(destination)
        self.held: Any = (source, destination)
        self.key = id(destination)  # piped to twice, it is waited for once
        self.ends = end
        self.drains = False  # listens to "drain"
        self.breaking_off = False
        self.stopped = False

    def start(self) -> None:
        """Puts the listeners on, emits "pipe", starts the flow."""
        source, destination = self.source, self.destination
        if source.readable_ended:
            queue_tick(source, self._at_end, self.held)
        else:
            source.once("end", self._at_end)
        destination.on("unpipe", self._on_unpipe)
        source.on("data", self._on_data)
        if options.is_method(destination, "prepend_listener"):
            destination.prepend_listener("error", self._on_error)
        else:  # an emitter of somebody else's
            destination.on("error", self._on_error)
        destination.once("close", self._on_close)
        destination.once("finish", self._on_finish)
        destination.emit("pipe", source)
        if getattr(destination, "writable_need_drain", False):
            self._pause()
        elif not source.readable_flowing:
            source.resume()

    def _at_end(self, held: object = None) -> None:
        if self.ends:
            destination = self.destination
            if destination is not None:
                _check_method(destination, "end")
                destination.end()
        else:
            if self.source is not None:  # the listeners after this one may still want it
                queue_tick(self.source, _keep, self.held)
            self._unpipe()

    @property
    def source(self) -> Any:
        """None once it is over and gone."""
        return self._source()

    @property
    def destination(self) -> Any:
        """As ``source``."""
        return self._destination()

    def let_go(self) -> None:
        """The source is over, the destination perhaps not."""
        self.held = None

    def break_off(self) -> None:
        """Has the destination emit that it is piped to no more."""
        self.breaking_off = True
        if self.destination is not None:
            self.destination.emit("unpipe", self.source)

    def _on_unpipe(self, source: Any) -> None:
        if source is self.source and self.breaking_off and not self.stopped:
            self._stop()

    def _stop(self) -> None:
        source, destination = self.source, self.destination
        self.held = None
        self.stopped = True
        if destination is not None:
            self._leave(destination)
        if source is None:
            return
        source.remove_listener("end", self._at_end)
        source.remove_listener("data", self._on_data)
        waiting = source._ensure_read_queue().awaiting_drain
        if self.drains and waiting and _is_full(destination):
            self._on_drain()

    def _leave(self, destination: Any) -> None:
        destination.remove_listener("close", self._on_close)
        destination.remove_listener("finish", self._on_finish)
        if self.drains:
            destination.remove_listener("drain", self._on_drain)
        destination.remove_listener("error", self._on_error)
        destination.remove_listener("unpipe", self._on_unpipe)

    def _on_data(self, chunk: Any) -> None:
        destination = self.destination
        try:
            accepted = destination.write(chunk)
        except BaseException as error:
            if isinstance(destination, Stream) and destination._hook_raised(error):
                self._unpipe()
            if isinstance(error, AttributeError):
                _check_method(destination, "write")
            raise
        if accepted is False:
            self._pause()

    def _pause(self) -> None:
        if not self.stopped:
            self.source._ensure_read_queue().awaiting_drain.add(self.key)
            self.source.pause()
        if not self.drains:
            self.drains = True
            self.destination.on("drain", self._on_drain)

    def _on_drain(self) -> None:
        if self.source is None:
            return
        waiting = self.source._ensure_read_queue().awaiting_drain
        waiting.discard(self.key)
        if not waiting and self.source.listener_count("data"):
            self.source.resume()

    def _on_error(self, error: BaseException) -> None:
        self._unpipe()
        destination = self.destination
        destination.remove_listener("error", self._on_error)
        if destination.listener_count("error"):
            return
        fail = getattr(destination, "_fail_unless_emitted", None)
        if fail is None or not fail(error):
            destination.emit("error", error)

    def _on_close(self, *_: object) -> None:
        self.destination.remove_listener("finish", self._on_finish)
        self._unpipe()

    def _on_finish(self) -> None:
        self.destination.remove_listener("close", self._on_close)
        self._unpipe()

    def _unpipe(self) -> None:
        source = self.source
        if source is not None:
            source.unpipe(self.destination)
        elif not self.stopped:
            self._stop()


class Wrapped:
    """Feeds a Readable from an object with ``"data"`` events, ``pause()`` and ``resume()``."""

    def __init__(self, readable: Any, stream: Any) -> None:
        self._readable = ref(readable)  # which has this as its _read; the old stream holds both
        self.stream = stream
        self.paused = False

    @property
    def readable(self) -> Any:
        return self._readable()

    def start(self) -> None:
        """Puts the listeners on; the Readable's ``_read`` resumes the old stream."""
        stream, readable = self.stream, self.readable
        if not options.is_method(stream, "on"):
            raise invalid_arg_type("stream", "an instance of Stream", stream)
        stream.on("data", self._on_data)
        stream.on("end", lambda: readable.push(None))
        stream.on("error", readable._fail)
        stream.on("close", lambda *_: readable.destroy())
        stream.on("destroy", lambda *_: readable.destroy())
        readable.__dict__["_read"] = self._read

    def _on_data(self, chunk: Any) -> None:
        if not self.readable.push(chunk) and hasattr(self.stream, "pause"):
            self.paused = True
            self.stream.pause()

    def _read(self, size: int) -> None:
        if self.paused and hasattr(self.stream, "resume"):
            self.paused = False
            self.stream.resume()
