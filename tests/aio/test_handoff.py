"""The C lane's ReaderBase and Chunk by themselves, used as nobody should: no call ends the process.

What they do for a socket is in tests/aio/test_aio_chunks.py.
"""

from __future__ import annotations

import copy
import functools
import gc
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netuv._native import lane

pytestmark = [
    pytest.mark.skipif(lane.name != "c", reason="ReaderBase in C"),
    pytest.mark.usefixtures("no_chunk_left"),
]


class Host:
    """An asyncio loop, as far as a chunk looks at it."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def call_soon(self, *arguments: Any, context: Any = None) -> None:
        self.calls.append((*arguments, context))


class Reader(lane.ReaderBase):
    """What has nothing but what the base class asks for; its next chunk is ``b"next"``."""

    def __init__(self, host: Any = None, *, fast: bool = True) -> None:
        self.direct = fast
        self.eager = True
        self.host = Host() if host is None else host
        self.done = object()
        self.chunks = []  # type: ignore[assignment]
        self.first_waiter = None
        self.other_waiters = []
        self.reported: list[Any] = []

    def feed(self, chunk: Any) -> None:
        self.reported.append(("feed", chunk))

    def give_back(self, chunk: Any) -> None:
        self.reported.append(("back", chunk))

    def remove_waiter(self, chunk: Any) -> None:
        self.reported.append("remove_waiter")
        if self.first_waiter is chunk:
            self.first_waiter = None

    async def next_chunk(self) -> Any:
        return b"next"


def waiting(reader: Reader, callback: Callable[..., Any] | None = None) -> Any:
    """A chunk that waits, of ``reader``."""
    chunk = reader.__anext__()
    assert chunk.send(None) is chunk
    if callback is not None:
        chunk.add_done_callback(callback)
    return chunk


def value_of(chunk: Any) -> Any:
    """What a chunk gives that does not wait."""
    with pytest.raises(StopIteration) as stopped:
        chunk.send(None)
    return stopped.value.value


class Yields:
    """An awaitable that yields 1, and then whatever is done with it."""

    def __await__(self) -> Any:
        yield 1


class Delegating(Reader):
    """Its chunks delegate to a coroutine that yields 1."""

    async def next_chunk(self) -> Any:
        await Yields()
        return b"late"


# -- who makes them ----------------------------------------------------------------------


def test_handoff_is_a_base_class_only() -> None:
    with pytest.raises(TypeError, match="base class"):
        lane.ReaderBase()
    with pytest.raises(TypeError):
        object.__new__(lane.ReaderBase)


def test_a_chunk_cannot_be_made_copied_or_pickled() -> None:
    chunk = Reader().__anext__()
    kind = type(chunk)
    for make in (
        kind,
        functools.partial(object.__new__, kind),
        functools.partial(copy.copy, chunk),
        functools.partial(copy.deepcopy, chunk),
        functools.partial(pickle.dumps, chunk),
    ):
        with pytest.raises(TypeError):
            make()


def test_the_classes_cannot_be_changed() -> None:
    class Bare(lane.ReaderBase):
        __slots__ = ()

    kind: Any = type(Reader().__anext__())
    with pytest.raises(TypeError):
        kind.send = None
    with pytest.raises(TypeError):
        Bare.__new__(Bare).__class__ = lane.ReaderBase  # type: ignore[assignment]
    with pytest.raises(TypeError):
        type("Sub", (kind,), {})


# -- a reader that has not, or no longer, what is asked for -----------------------------------

MEMBERS = ["host", "done", "chunks", "first_waiter", "other_waiters"]


@pytest.mark.parametrize("member", MEMBERS)
def test_a_deleted_member_is_none(member: str) -> None:
    reader = Reader()
    delattr(reader, member)
    assert getattr(reader, member) is None


@pytest.mark.parametrize("member", MEMBERS)
def test_a_waiting_chunk_bears_the_loss_of_any_member(member: str) -> None:
    for act in ("sink", "set_result", "cancel", "close"):
        reader, got = Reader(), []
        chunk = waiting(reader, got.append)
        delattr(reader, member)
        try:
            if act == "sink":
                reader.sink(b"data")
            else:
                getattr(chunk, act)(*([None] if act == "set_result" else []))
        except AttributeError as error:
            assert member == "host"
            assert "call_soon" in str(error)
    assert chunk.get_loop() is reader.host


def test_a_reader_that_was_never_initialised_has_its_own_methods() -> None:
    class Bare(lane.ReaderBase):
        def feed(self, chunk: bytes) -> Any:
            return chunk

    bare = Bare.__new__(Bare)
    assert bare.sink(b"data") == b"data"
    chunk: Any = bare.__anext__()
    with pytest.raises(AttributeError):
        chunk.add_done_callback(print)
    with pytest.raises(AttributeError, match="next_chunk"):
        chunk.send(None)
    bare.direct = bare.eager = True
    with pytest.raises(AttributeError, match="next_chunk"):
        bare.__anext__().send(None)


def test_members_of_another_kind_are_an_error_or_no_reason_to_wait() -> None:
    reader = Reader()
    reader.chunks = 5  # type: ignore[assignment]
    with pytest.raises(TypeError):
        reader.__anext__().send(None)
    reader = Reader()
    reader.other_waiters = 5  # type: ignore[assignment]
    waiting(reader, print)
    reader.sink(b"data")
    assert reader.reported == [("feed", b"data")]
    reader.first_waiter = 5
    reader.sink(b"more")
    assert reader.reported[1:] == [("feed", b"more")]


def test_what_a_chunk_uses_may_be_taken_away_while_it_does() -> None:
    class Emptied:
        def __len__(self) -> int:
            del reader.chunks
            gc.collect()
            return 0

    def take_done(done: Any) -> None:
        del reader.done
        gc.collect()
        assert type(done) is object

    reader = Reader()
    reader.chunks = Emptied()  # type: ignore[assignment]
    waiting(reader, functools.partial(take_done))
    reader.sink(b"data")
    assert reader.done is None


def test_a_chunk_closed_while_it_looks_does_not_wait() -> None:
    class Closes:
        def __len__(self) -> int:
            chunk.close()
            return 0

    reader = Reader()
    reader.chunks = Closes()  # type: ignore[assignment]
    chunk = reader.__anext__()
    value_of(chunk)
    assert reader.first_waiter is None


# -- a chunk by hand -------------------------------------------------------------------------


def test_data_is_passed_on_as_it_is() -> None:
    reader = Reader()
    reader.sink((1, 2))  # type: ignore[arg-type]
    chunk = waiting(reader, lambda done: None)
    reader.sink((3, 4))  # type: ignore[arg-type]
    chunk.close()
    assert reader.reported == [("feed", (1, 2)), ("back", (3, 4))]


def test_a_chunk_that_waits_cannot_be_sent_to() -> None:
    reader = Reader()
    chunk = waiting(reader)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="was to wait"):
            chunk.send(b"anything")
    assert reader.first_waiter is chunk


def test_a_chunk_that_is_over_stays_so() -> None:
    chunk = Reader(fast=False).__anext__()
    assert value_of(chunk) == b"next"
    chunk.close()
    chunk.close()
    assert not chunk.cancel()
    chunk.set_result(None)
    assert chunk.result() is None
    assert chunk._asyncio_future_blocking is None
    for act in (lambda: chunk.send(None), lambda: next(chunk), lambda: chunk.throw(KeyError)):
        with pytest.raises(RuntimeError, match="cannot reuse"):
            act()


def test_a_new_chunk_may_be_closed_or_thrown_into() -> None:
    reader = Reader()
    chunk = reader.__anext__()
    with pytest.raises(KeyError):
        chunk.throw(KeyError)
    reader.__anext__().close()
    assert reader.reported == []


THROWN: list[tuple[Any, ...]] = [
    (),
    (5,),
    (None,),
    (int,),
    ("KeyError",),
    (KeyError("a"), "b"),
    (KeyError, "a", 5),
    (KeyError, "a", None, None),
]


@pytest.mark.parametrize("make", [Reader, Delegating])
@pytest.mark.parametrize("thrown", THROWN)
def test_what_cannot_be_thrown_is_a_type_error_and_changes_nothing(
    thrown: tuple[Any, ...], make: Any
) -> None:
    reader = make(fast=make is Reader)
    chunk = reader.__anext__()
    chunk.send(None)
    with pytest.raises(TypeError):
        chunk.throw(*thrown)
    assert reader.first_waiter is (chunk if make is Reader else None)
    chunk.close()
    assert reader.reported == (["remove_waiter"] if make is Reader else [])


def test_a_thrown_exception_keeps_its_traceback() -> None:
    try:
        raise KeyError("there")
    except KeyError as error:
        thrown = error
    trace = thrown.__traceback__
    for arguments in ((thrown,), (KeyError, thrown), (KeyError, "there", trace)):
        with pytest.raises(KeyError, match="there") as raised:
            Reader().__anext__().throw(*arguments)
        found = raised.value.__traceback__
        while found is not None and found.tb_frame is not trace.tb_frame:  # type: ignore[union-attr]
            found = found.tb_next
        assert found is not None


def test_a_chunk_has_one_callback_and_nothing_but_a_context_with_it() -> None:
    chunk = waiting(Reader())
    for wrong in ({"contxt": None}, {"context": None, "more": 1}):
        with pytest.raises(TypeError):
            chunk.add_done_callback(print, **wrong)
    for arguments in ((), (print, None)):
        with pytest.raises(TypeError):
            chunk.add_done_callback(*arguments)
    chunk.add_done_callback(print, context=None)
    with pytest.raises(RuntimeError, match="waits"):
        chunk.add_done_callback(print)


def test_a_context_that_is_none_is_an_error_at_the_step_and_loses_no_data() -> None:
    reader = Reader()
    chunk = waiting(reader)
    chunk.add_done_callback(print, context=5)
    with pytest.raises(AttributeError):
        reader.sink(b"data")
    chunk.close()
    assert reader.reported == [("back", b"data")]


def test_a_callback_that_fails_fails_the_sink_and_loses_no_data() -> None:
    def fail(done: Any) -> None:
        raise KeyError("step")

    reader = Reader()
    chunk = waiting(reader, fail)
    with pytest.raises(KeyError):
        reader.sink(b"data")
    assert value_of(chunk) == b"data"


def test_a_callback_of_a_done_chunk_is_called_soon() -> None:
    host = Host()
    chunk = waiting(Reader(host))
    chunk.set_result(None)
    chunk.add_done_callback(print, context="context")
    assert host.calls == [(print, chunk, "context")]
    chunk.close()


def test_a_cancelled_chunk_has_its_message_as_it_was_given() -> None:
    from asyncio import CancelledError

    for message in (("a", "b"), CancelledError("inner"), KeyError("a"), "text"):
        reader = Reader()
        chunk = waiting(reader, print)
        assert chunk.cancel(message)
        assert not chunk.cancel("again")
        assert chunk.cancelled()
        with pytest.raises(CancelledError) as raised:
            chunk.result()
        assert raised.value.args == (message,)
        assert reader.host.calls == [(print, chunk, None)]


def test_data_that_comes_while_a_chunk_is_cancelled_is_not_its_own() -> None:
    class Late(Reader):
        def remove_waiter(self, chunk: Any) -> None:
            self.sink(b"late")

    reader = Late()
    chunk = waiting(reader, print)
    chunk.cancel("why")
    assert reader.reported == [("feed", b"late")]


def test_an_exception_of_a_readers_forget_comes_out() -> None:
    class Fails(Reader):
        def remove_waiter(self, chunk: Any) -> None:
            raise KeyError("remove_waiter")

        give_back = remove_waiter

    for act in ("cancel", "close"):
        with pytest.raises(KeyError, match="remove_waiter"):
            getattr(waiting(Fails()), act)()
    reader = Fails()
    chunk = waiting(reader, lambda done: None)
    reader.sink(b"data")
    with pytest.raises(KeyError, match="remove_waiter"):
        chunk.throw(ValueError)


# -- delegating ------------------------------------------------------------------------------


def test_a_delegating_chunk_is_no_future() -> None:
    chunk = Delegating(fast=False).__anext__()
    assert chunk.send(None) == 1
    assert chunk._asyncio_future_blocking is None
    assert not chunk.cancel()
    assert value_of(chunk) == b"late"


def test_a_delegating_chunk_passes_on_what_is_thrown_and_is_closed_with_it() -> None:
    chunk = Delegating(fast=False).__anext__()
    chunk.send(None)
    with pytest.raises(KeyError):
        chunk.throw(KeyError)
    with pytest.raises(RuntimeError, match="cannot reuse"):
        chunk.send(None)
    chunk = Delegating(fast=False).__anext__()
    chunk.send(None)
    chunk.close()
    chunk.close()
    with pytest.raises(RuntimeError, match="cannot reuse"):
        chunk.send(None)


@pytest.mark.parametrize("inner", [None, 5, object(), iter(()), iter([1])])
def test_anything_may_be_what_a_chunk_delegates_to(inner: Any) -> None:
    class Odd(Reader):
        def next_chunk(self) -> Any:
            return inner

    chunk = Odd(fast=False).__anext__()
    try:
        assert chunk.send(None) == 1
    except (AttributeError, StopIteration):
        assert chunk._asyncio_future_blocking is None
        return
    with pytest.raises(AttributeError):
        chunk.throw(KeyError)


def test_a_chunk_that_delegates_to_itself_is_a_recursion_error() -> None:
    class Itself(Reader):
        def next_chunk(self) -> Any:
            return self.__anext__() if made is None else made

    made: Any = None
    with pytest.raises(RecursionError):
        Itself(fast=False).__anext__().send(None)
    made = Itself(fast=False).__anext__()
    with pytest.raises(RecursionError):
        made.send(None)


@pytest.mark.parametrize("act", [("send", None), ("close",), ("throw", KeyError), ("cancel",)])
def test_a_chunk_may_be_used_by_what_it_delegates_to(act: tuple[Any, ...]) -> None:
    class Uses(Reader):
        def next_chunk(self) -> Any:
            with pytest.raises(RuntimeError, match="cannot reuse"):
                chunk.send(None)
            chunk.close()
            return self.running()

        def running(self) -> Any:
            name, *arguments = act
            try:
                assert getattr(chunk, name)(*arguments) is False
            except ValueError as error:
                assert "already executing" in str(error)
            gc.collect()
            yield 1

    chunk = Uses(fast=False).__anext__()
    assert chunk.send(None) == 1
    chunk.close()


# -- the end ---------------------------------------------------------------------------------


@pytest.mark.parametrize("member", MEMBERS)
def test_a_cycle_by_any_member_is_collected(member: str) -> None:
    class Slotted(lane.ReaderBase):
        __slots__ = ()

    def count() -> int:
        return sum(type(thing) is Slotted for thing in gc.get_objects())

    for make in (lambda reader: reader, lambda reader: reader.__anext__()):
        reader: Any = Slotted.__new__(Slotted)
        setattr(reader, member, make(reader))
        del reader
    gc.collect()
    assert count() == 0


def test_a_waiting_chunk_is_collected_with_its_reader() -> None:
    ended = []

    class Ends:
        def __del__(self) -> None:
            ended.append(self)

        def __call__(self, done: Any) -> None:
            pass

    reader = Reader()
    chunk = waiting(reader, Ends())
    reader.reported.append(chunk)
    del reader, chunk
    gc.collect()
    assert len(ended) == 1


def test_a_chunk_that_a_finaliser_uses_still_answers() -> None:
    answers = []

    class Uses:
        def __init__(self, chunk: Any) -> None:
            self.chunk = chunk

        def __del__(self) -> None:
            for act in ("send", "set_result"):
                try:
                    answers.append(getattr(self.chunk, act)(None))
                except Exception as error:
                    answers.append(type(error))
            self.chunk.close()

    reader = Delegating(fast=False)
    chunk = reader.__anext__()
    chunk.send(None)
    reader.reported.append(Uses(chunk))
    del reader, chunk
    gc.collect()
    assert len(answers) == 2


CHAINS = """
import threading
from aio.test_handoff import Host, Reader

def chain(link, length=30_000):
    last = None
    for _ in range(length):
        reader = Reader()
        chunk = reader.__anext__()
        if link == "reader":
            reader.reported = last
        else:
            chunk.send(None)
            reader.first_waiter = chunk if link == "data" else None
            chunk.add_done_callback(lambda done: None, context=last if link == "context" else None)
            if link == "data":
                reader.sink(last)
            elif link == "message":
                reader.forget = lambda chunk: None
                chunk.cancel(last)
                reader.host.calls.clear()
        last = chunk

def all_chains():
    for link in ("reader", "data", "message", "context"):
        chain(link)
        print(link)

threading.stack_size(1 << 19)
thread = threading.Thread(target=all_chains)
thread.start()
thread.join()
"""


def test_a_long_chain_of_chunks_is_freed() -> None:
    """In a process of its own, with a small stack: without a limit it comes to its end."""
    tests = str(Path(__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {tests!r})\n{CHAINS}"],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert run.stdout.split() == ["reader", "data", "message", "context"], run.stderr
