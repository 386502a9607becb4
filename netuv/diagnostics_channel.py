"""Node's ``diagnostics_channel`` module: named channels for what is worth knowing.

netuv publishes, while somebody subscribes, and nothing else is done for it:

- ``"net.client.socket"``: ``{"socket": socket}``, when ``connect()`` is called.
- ``"net.server.socket"``: ``{"socket": socket}``, after ``"connection"``.
- ``tracing_channel("net.server.listen")``: ``async_start`` with ``server`` and ``options``, a dict
  of where, when ``listen()`` is called; then ``async_end`` with ``server``, or ``error`` with
  ``server`` and ``error``, but for what a name's lookup fails with.

These messages are dicts, whose values are attributes as well.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from ._listeners import follow_alone as _follow_alone
from ._util.callbacks import is_awaitable, takes_second
from ._util.errors import invalid_arg_type
from ._util.running import raise_from_loop as _raise_from_loop

__all__ = [
    "Channel",
    "TracingChannel",
    "channel",
    "has_subscribers",
    "subscribe",
    "tracing_channel",
    "unsubscribe",
]

T = TypeVar("T")
Subscriber = Callable[..., Any]
Transform = Callable[[Any], Any]

# Who has a channel keeps it, and so does having subscribers or stores.
_channels: WeakValueDictionary[Hashable, Channel] = WeakValueDictionary()
_active: set[Channel] = set()


class Message(dict[str, Any]):
    """What netuv publishes; each value is an attribute as well."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Channel:
    """A named channel, from ``channel(name)`` (manual: Class: Channel).

    A subscriber is called with the message and the ``name``, or the message alone if it needs
    no more; inside asyncio it may be ``async``. What one raises comes out of ``run()`` in the
    next tick; the others are called.
    """

    __slots__ = ("_name", "active", "_subscribers", "_stores", "__weakref__")

    def __init__(self, name: Hashable) -> None:
        self._name = name
        self.active = False
        self._subscribers: tuple[tuple[Subscriber, Subscriber], ...] = ()  # as given, as called
        self._stores: dict[ContextVar[Any], Transform | None] = {}
        _channels[name] = self

    def __repr__(self) -> str:
        return f"<Channel {self._name!r}>"

    @property
    def name(self) -> Hashable:
        """What ``channel()`` was given."""
        return self._name

    @property
    def has_subscribers(self) -> bool:
        """Whether somebody subscribes, or a store is bound (manual: channel.hasSubscribers)."""
        return self.active

    def _changed(self) -> None:
        self.active = bool(self._subscribers or self._stores)
        if self.active:
            _active.add(self)
        else:
            _active.discard(self)

    def subscribe(self, subscription: Subscriber) -> None:
        """Calls ``subscription(message, name)`` for each message (manual: channel.subscribe()).

        Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if not callable(subscription):
            raise invalid_arg_type("subscription", "of type function", subscription)
        self._subscribers = (*self._subscribers, (subscription, takes_second(subscription)))
        self._changed()

    def unsubscribe(self, subscription: Subscriber) -> bool:
        """Takes a ``subscription`` back; whether it was one (manual: channel.unsubscribe())."""
        subscribers = self._subscribers
        for index, (given, _) in enumerate(subscribers):
            if given == subscription:
                self._subscribers = subscribers[:index] + subscribers[index + 1 :]
                self._changed()
                return True
        return False

    def publish(self, message: Any) -> None:
        """Calls the subscribers with ``message`` (manual: channel.publish())."""
        for _, call in self._subscribers:
            try:
                result = call(message, self._name)
                if result is not None and is_awaitable(result):
                    _follow_alone(result)
            except Exception as error:
                _raise_from_loop(error)

    def bind_store(self, store: ContextVar[Any], transform: Transform | None = None) -> None:
        """``run_stores`` sets ``store``, a ContextVar, while it runs (manual: channel.bindStore()).

        ``transform``: makes the value of the message, which by default is it. A store that was
        bound has this one now. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if not isinstance(store, ContextVar):
            raise invalid_arg_type("store", "an instance of ContextVar", store)
        if transform is not None and not callable(transform):
            raise invalid_arg_type("transform", "of type function", transform)
        self._stores[store] = transform
        self._changed()

    def unbind_store(self, store: ContextVar[Any]) -> bool:
        """Takes a ``store`` back; whether it was bound (manual: channel.unbindStore())."""
        if store not in self._stores:
            return False
        del self._stores[store]
        self._changed()
        return True

    def run_stores(self, message: Any, function: Callable[..., T], *args: Any) -> T:
        """Publishes ``message`` and gives what ``function(*args)`` returns, with the stores set
        (manual: channel.runStores()).
        """
        run = partial(self._publish_and_call, message, function, args)
        for store, transform in self._stores.items():
            run = partial(_run_with, store, transform, message, run)
        return run()

    def _publish_and_call(self, message: Any, function: Callable[..., T], args: Any) -> T:
        self.publish(message)
        return function(*args)


def _run_with(store: Any, transform: Transform | None, message: Any, run: Callable[[], T]) -> T:
    try:
        value = message if transform is None else transform(message)
    except Exception as error:
        _raise_from_loop(error)
        return run()
    token = store.set(value)
    try:
        return run()
    finally:
        store.reset(token)


def channel(name: Hashable) -> Channel:
    """The channel of this name (manual: diagnostics_channel.channel()).

    ``name``: a ``str``, or anything else that is hashable, as in Node a symbol. Raises
    ``ERR_INVALID_ARG_TYPE``.
    """
    try:
        found = _channels.get(name)
    except TypeError:
        raise invalid_arg_type("channel", "of type str", name) from None
    if found is None:
        if name is None or isinstance(name, (bool, int, float)):
            raise invalid_arg_type("channel", "of type str", name)
        found = Channel(name)
    return found


def subscribe(name: Hashable, subscription: Subscriber) -> None:
    """Calls ``subscription(message, name)`` for each message of the channel ``name``
    (manual: diagnostics_channel.subscribe()).

    Raises ``ERR_INVALID_ARG_TYPE``.
    """
    channel(name).subscribe(subscription)


def unsubscribe(name: Hashable, subscription: Subscriber) -> bool:
    """Takes a ``subscription`` of the channel ``name`` back; whether it was one
    (manual: diagnostics_channel.unsubscribe()).
    """
    return channel(name).unsubscribe(subscription)


def has_subscribers(name: Hashable) -> bool:
    """Whether somebody subscribes to the channel ``name``
    (manual: diagnostics_channel.hasSubscribers()).
    """
    try:
        found = _channels.get(name)
    except TypeError:
        return False
    return found is not None and found.active


# -- an operation's channels -------------------------------------------------------------

_PARTS = ("start", "end", "async_start", "async_end", "error")


class TracingChannel:
    """The channels of one kind of operation, from ``tracing_channel()``
    (manual: Class: TracingChannel).

    ``start`` and ``end`` of a call, ``async_start`` and ``async_end`` of what follows it later,
    and ``error``. All messages of one operation are one dict, ``context``, in which ``"result"``
    or ``"error"`` is set. ``name_or_channels``: see ``tracing_channel``.
    """

    __slots__ = _PARTS

    start: Channel
    end: Channel
    async_start: Channel
    async_end: Channel
    error: Channel

    def __init__(self, name_or_channels: str | Mapping[str, Channel]) -> None:
        found = {}
        for part in _PARTS:
            if isinstance(name_or_channels, str):
                found[part] = channel(f"tracing:{name_or_channels}:{part}")
            elif isinstance(name_or_channels, Mapping):
                found[part] = _checked(name_or_channels.get(part), part)
            else:
                raise invalid_arg_type("name_or_channels", "of type str or dict", name_or_channels)
        for part, one in found.items():
            setattr(self, part, one)

    @property
    def has_subscribers(self) -> bool:
        """Whether one of the channels has (manual: tracingChannel.hasSubscribers)."""
        return any(getattr(self, part).active for part in _PARTS)

    def subscribe(
        self, handlers: Mapping[str, Subscriber] | None = None, **named: Subscriber | None
    ) -> None:
        """Subscribes to several of the channels (manual: tracingChannel.subscribe()).

        ``handlers``: by the channel's name, ``{"start": function}``; or as keywords. Raises
        ``ERR_INVALID_ARG_TYPE``; ``TypeError`` for a keyword that is none of them.
        """
        for part, handler in _handlers(handlers, named):
            getattr(self, part).subscribe(handler)

    def unsubscribe(
        self, handlers: Mapping[str, Subscriber] | None = None, **named: Subscriber | None
    ) -> bool:
        """Takes back what ``subscribe`` was given, as ``handlers`` or keywords; whether all were
        subscriptions (manual: tracingChannel.unsubscribe()).
        """
        done = True
        for part, handler in _handlers(handlers, named):
            done = getattr(self, part).unsubscribe(handler) and done
        return done

    def trace_sync(
        self, function: Callable[..., T], context: dict[str, Any] | None = None, *args: Any
    ) -> T:
        """Gives what ``function(*args)`` returns, between ``start`` and ``end``
        (manual: tracingChannel.traceSync()).

        ``context``: the messages; by default one that nobody else has. What ``function`` raises
        is in ``context["error"]`` of an ``error`` message before it comes out.
        """
        shared: dict[str, Any] = {} if context is None else context

        def call() -> T:
            result = function(*args)
            shared["result"] = result
            return result

        return self._trace_call(shared, call)

    def _trace_call(self, context: dict[str, Any], call: Callable[[], T]) -> T:
        """From ``start`` to ``end``."""

        def between() -> T:
            try:
                return call()
            except BaseException as error:
                context["error"] = error
                self.error.publish(context)
                raise
            finally:
                self.end.publish(context)

        return self.start.run_stores(context, between)

    def trace_promise(
        self,
        function: Callable[..., Awaitable[T]],
        context: dict[str, Any] | None = None,
        *args: Any,
    ) -> Coroutine[Any, Any, T]:
        """Calls ``function(*args)`` as ``trace_sync`` does, with its ``context``; the coroutine
        that is returned gives what it gives (manual: tracingChannel.tracePromise()).

        When that is there, or has failed, ``async_start`` and ``async_end`` follow, after an
        ``error`` message if it has.
        """
        shared: dict[str, Any] = {} if context is None else context
        work = self._trace_call(shared, lambda: function(*args))
        return self._settled(work, shared)

    async def _settled(self, work: Awaitable[T], context: dict[str, Any]) -> T:
        try:
            result: T = await work if is_awaitable(work) else work  # type: ignore[assignment]
            context["result"] = result
        except BaseException as error:
            context["error"] = error
            self.error.publish(context)
            raise
        else:
            return result
        finally:
            self.async_start.publish(context)
            self.async_end.publish(context)

    def trace_callback(
        self,
        function: Callable[..., T],
        position: int = -1,
        context: dict[str, Any] | None = None,
        *args: Any,
    ) -> T:
        """Calls ``function(*args)`` as ``trace_sync`` does, with its ``context``, and wraps the
        callback among ``args`` (manual: tracingChannel.traceCallback()).

        ``position`` (-1): where it is among them. It is called between ``async_start`` and
        ``async_end``, after an ``error`` message if its first argument is an error; else its
        second one is the ``"result"``. Raises ``ERR_INVALID_ARG_TYPE`` if there is none.
        """
        shared: dict[str, Any] = {} if context is None else context
        given = list(args)
        callback = given[position] if -len(given) <= position < len(given) else None
        if not callable(callback):
            raise invalid_arg_type("callback", "of type function", callback)
        given[position] = partial(self._call_back, shared, callback)
        return self._trace_call(shared, lambda: function(*given))

    def _call_back(self, context: dict[str, Any], callback: Callable[..., Any], *args: Any) -> Any:
        if args and args[0]:
            context["error"] = args[0]
            self.error.publish(context)
        else:
            context["result"] = args[1] if len(args) > 1 else None

        def between() -> Any:
            try:
                return callback(*args)
            finally:
                self.async_end.publish(context)

        return self.async_start.run_stores(context, between)


def _checked(one: Any, part: str) -> Channel:
    if not isinstance(one, Channel):
        raise invalid_arg_type(f"name_or_channels.{part}", "an instance of Channel", one)
    return one


def _handlers(
    handlers: Mapping[str, Any] | None, named: dict[str, Any]
) -> list[tuple[str, Subscriber]]:
    """Each handler with the name of its channel, checked."""
    if not isinstance(handlers, Mapping) and (handlers is not None or not named):
        raise invalid_arg_type("handlers", "of type dict", handlers)
    for name in named:
        if name not in _PARTS:
            raise TypeError(f"got an unexpected keyword argument {name!r}")
    given = {**(handlers or {}), **named}
    found = [(part, given[part]) for part in _PARTS if given.get(part) is not None]
    for _, handler in found:
        if not callable(handler):
            raise invalid_arg_type("subscription", "of type function", handler)
    return found


def tracing_channel(name_or_channels: str | Mapping[str, Channel]) -> TracingChannel:
    """The channels ``tracing:NAME:start``, ``:end``, ``:async_start``, ``:async_end`` and
    ``:error`` (manual: diagnostics_channel.tracingChannel()).

    ``name_or_channels``: the name, or a dict of the five channels. Raises
    ``ERR_INVALID_ARG_TYPE``.
    """
    return TracingChannel(name_or_channels)
