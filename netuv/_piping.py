"""Piping: one stream's data into another, with backpressure; and old streams made readable."""

from __future__ import annotations

from typing import Any

from . import _options as options
from ._errors import invalid_arg_type
from ._events import Internal

_NEEDED = ("write", "end", "on", "once", "emit", "prepend_listener", "remove_listener")


def pipe(source: Any, destination: Any, end: bool) -> None:
    """Sends all data of ``source`` to ``destination``, and its end if ``end``."""
    if not options.is_method(destination, *_NEEDED):
        raise invalid_arg_type("destination", "an instance of Writable", destination)
    end = options.truth(end, "options.end", True)
    source._loop._pointer()
    new = Pipe(source, destination, end)
    source._read_queue().pipes.append(new)
    new.start()


def unpipe(source: Any, destination: Any) -> None:
    """Takes ``destination`` off again, the one piped first; None: all of them."""
    source._loop._check_thread()
    queue = source._read_queue()
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


class Pipe(Internal):
    """The listeners that one ``pipe()`` puts on its two streams."""

    def __init__(self, source: Any, destination: Any, end: bool) -> None:
        self.source = source
        self.destination = destination
        self.at_end = self._end if end else self._unpipe
        self.drains = False  # listens to "drain"
        self.breaking_off = False
        self.stopped = False

    def start(self) -> None:
        """Puts the listeners on, tells the destination, starts the flow."""
        source, destination = self.source, self.destination
        if source.readable_ended:
            source._tick(self.at_end)
        else:
            source.once("end", self.at_end)
        destination.on("unpipe", self._on_unpipe)
        source.on("data", self._on_data)
        destination.prepend_listener("error", self._on_error)
        destination.once("close", self._on_close)
        destination.once("finish", self._on_finish)
        destination.emit("pipe", source)
        if getattr(destination, "writable_need_drain", False):
            self._pause()
        elif not source.readable_flowing:
            source.resume()

    def break_off(self) -> None:
        """Tells the destination that it is piped to no more."""
        self.breaking_off = True
        self.destination.emit("unpipe", self.source)

    def _on_unpipe(self, source: Any) -> None:
        if source is self.source and self.breaking_off and not self.stopped:
            self._stop()

    def _stop(self) -> None:
        source, destination = self.source, self.destination
        destination.remove_listener("close", self._on_close)
        destination.remove_listener("finish", self._on_finish)
        if self.drains:
            destination.remove_listener("drain", self._on_drain)
        destination.remove_listener("error", self._on_error)
        destination.remove_listener("unpipe", self._on_unpipe)
        source.remove_listener("end", self._end)
        source.remove_listener("end", self._unpipe)
        source.remove_listener("data", self._on_data)
        self.stopped = True
        waiting = source._read_queue().awaiting_drain
        if self.drains and waiting and getattr(destination, "writable_need_drain", True):
            self._on_drain()

    def _on_data(self, chunk: Any) -> None:
        if self.destination.write(chunk) is False:
            self._pause()

    def _pause(self) -> None:
        if not self.stopped:
            self.source._read_queue().awaiting_drain.add(self)
            self.source.pause()
        if not self.drains:
            self.drains = True
            self.destination.on("drain", self._on_drain)

    def _on_drain(self) -> None:
        waiting = self.source._read_queue().awaiting_drain
        waiting.discard(self)
        if not waiting and self.source.listener_count("data"):
            self.source.resume()

    def _on_error(self, error: BaseException) -> None:
        self._unpipe()
        destination = self.destination
        destination.remove_listener("error", self._on_error)
        if destination.listener_count("error"):
            return
        fail = getattr(destination, "_fail_unless_told", None)
        if fail is None or not fail(error):
            destination.emit("error", error)

    def _on_close(self, *_: object) -> None:
        self.destination.remove_listener("finish", self._on_finish)
        self._unpipe()

    def _on_finish(self) -> None:
        self.destination.remove_listener("close", self._on_close)
        self._unpipe()

    def _end(self) -> None:
        self.destination.end()

    def _unpipe(self) -> None:
        self.source.unpipe(self.destination)


class Wrapped:
    """Feeds a Readable from an object with ``"data"`` events, ``pause()`` and ``resume()``."""

    def __init__(self, readable: Any, stream: Any) -> None:
        self.readable = readable
        self.stream = stream
        self.paused = False

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
