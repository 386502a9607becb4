"""Family auto-selection: which address is tried when, on a virtual clock."""

from __future__ import annotations

import socket as plain
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from support.fake_network import Network, VirtualLoop

import netuv
from netuv._net.connect import interleave

PORT = 80
TIMEOUT = 250  # milliseconds, of an attempt


class Row(NamedTuple):
    """One address: how long it takes to answer, and what."""

    address: str
    delay: float
    answer: str  # "success", "refused", "unreachable" or "never"


class Outcome:
    """What a connect() over such rows did, and when."""

    def __init__(self) -> None:
        self.events: list[tuple[Any, ...]] = []
        self.error: Any = None
        self.open: list[str] = []
        self.attempted: list[str] | None = None

    def times(self, event: str) -> list[tuple[float, str]]:
        return [(entry[0], entry[2]) for entry in self.events if entry[1] == event]

    def at(self, event: str) -> float | None:
        return next((entry[0] for entry in self.events if entry[1] == event), None)


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    def connect(rows: list[Row], select: Any = True, **keywords: Any) -> Outcome:
        loop = VirtualLoop()
        network = Network(loop, {row.address: (row.delay, row.answer) for row in rows})
        monkeypatch.setattr("netuv._loop.current.get_loop", lambda: loop)
        monkeypatch.setattr("netuv._net.connect.TCP", network.handle)
        found = [(row.address, 6 if ":" in row.address else 4) for row in rows]

        def lookup(host: str, callback: Any, *, all: bool, **_: Any) -> None:
            if all:
                callback(None, found)
            else:
                callback(None, *found[0])

        outcome = Outcome()
        client = netuv.Socket()
        for name in ("connection_attempt", "connection_attempt_failed"):
            client.on(name, lambda *a, n=name: outcome.events.append((loop.now, n, *a)))
        for name in ("connection_attempt_timeout", "connect", "ready", "close"):
            client.on(name, lambda *a, n=name: outcome.events.append((loop.now, n, *a)))

        def failed(error: BaseException) -> None:
            outcome.error = error

        client.on("error", failed)
        client.on("connect", lambda: setattr(outcome, "open", list(network.open)))
        client.connect(
            port=PORT, host="h.test", lookup=lookup, auto_select_family=select, **keywords
        )
        loop.run()
        outcome.attempted = client.auto_select_family_attempted_addresses
        if outcome.error is not None:
            assert network.open == []
        return outcome

    return connect


def test_families_alternate_beginning_with_the_first_found() -> None:
    found = [("a6", 6), ("b6", 6), ("c6", 6), ("a4", 4), ("b4", 4)]
    expected = [("a6", 6), ("a4", 4), ("b6", 6), ("b4", 4), ("c6", 6)]
    assert interleave(found) == expected
    assert interleave(found[::-1])[0] == ("b4", 4)
    assert interleave([("a", 4), ("b", 4)]) == [("a", 4), ("b", 4)]


@pytest.mark.parametrize(
    ("rows", "starts", "connected_at"),
    [
        ([Row("::1", 5, "success")], [(0, "::1")], 5),
        ([Row("::1", 5, "success"), Row("127.0.0.1", 5, "success")], [(0, "::1")], 5),
        (
            [Row("::1", 30, "refused"), Row("127.0.0.1", 5, "success")],
            [(0, "::1"), (30, "127.0.0.1")],
            35,
        ),
        (
            [Row("::1", 0, "unreachable"), Row("127.0.0.1", 5, "success")],
            [(0, "::1"), (0, "127.0.0.1")],
            5,
        ),
        (
            [Row("::1", 300, "success"), Row("127.0.0.1", 5, "success")],
            [(0, "::1"), (250, "127.0.0.1")],
            255,
        ),
        (
            [Row("::1", 0, "never"), Row("::2", 0, "never"), Row("127.0.0.1", 0, "never")],
            [(0, "::1"), (250, "127.0.0.1"), (500, "::2")],
            None,
        ),
        (
            [Row("::1", 0, "never"), Row("127.0.0.1", 10_000, "success")],
            [(0, "::1"), (250, "127.0.0.1")],
            10_250,  # the last one has all the time it needs
        ),
    ],
)
def test_one_address_is_tried_after_the_other(
    connect: Callable[..., Outcome],
    rows: list[Row],
    starts: list[tuple[float, str]],
    connected_at: float | None,
) -> None:
    outcome = connect(rows)
    assert outcome.times("connection_attempt") == starts
    assert outcome.at("connect") == connected_at
    if connected_at is not None:
        assert outcome.open == [starts[-1][1]]  # the others are closed


def test_a_timed_out_attempt_is_emitted_and_closed(connect: Callable[..., Outcome]) -> None:
    outcome = connect([Row("::1", 300, "success"), Row("127.0.0.1", 100, "success")])
    assert outcome.times("connection_attempt_timeout") == [(250, "::1")]
    assert outcome.at("connect") == 350
    assert outcome.open == ["127.0.0.1"]


def test_the_attempt_timeout_is_the_option_s(connect: Callable[..., Outcome]) -> None:
    rows = [Row("::1", 0, "never"), Row("127.0.0.1", 1, "success")]
    assert connect(rows, auto_select_family_attempt_timeout=40).at("connect") == 41
    assert connect(rows, auto_select_family_attempt_timeout=3).at("connect") == 11


def test_all_failed_is_one_error_with_all_of_them(connect: Callable[..., Outcome]) -> None:
    outcome = connect(
        [Row("::1", 5, "refused"), Row("127.0.0.1", 0, "unreachable"), Row("::2", 7, "refused")]
    )
    error = outcome.error
    assert isinstance(error, netuv.AggregateError)
    assert isinstance(error, OSError)
    assert error.code == "ECONNREFUSED"
    assert [each.strerror for each in error.errors] == [
        "connect ECONNREFUSED ::1:80",
        "connect ENETUNREACH 127.0.0.1:80",
        "connect ECONNREFUSED ::2:80",
    ]
    failed = outcome.times("connection_attempt_failed")
    assert failed == [(5, "::1"), (5, "127.0.0.1"), (12, "::2")]
    assert outcome.attempted == ["::1:80", "127.0.0.1:80", "::2:80"]


def test_a_timeout_is_among_the_errors(connect: Callable[..., Outcome]) -> None:
    error = connect([Row("::1", 0, "never"), Row("127.0.0.1", 5, "refused")]).error
    assert [each.code for each in error.errors] == ["ETIMEDOUT", "ECONNREFUSED"]


def test_one_address_fails_with_its_own_error(connect: Callable[..., Outcome]) -> None:
    outcome = connect([Row("127.0.0.1", 5, "refused")])
    assert isinstance(outcome.error, ConnectionRefusedError)
    assert outcome.error.strerror == "connect ECONNREFUSED 127.0.0.1:80"
    assert outcome.attempted is None


def test_a_family_leaves_one_address(connect: Callable[..., Outcome]) -> None:
    rows = [Row("127.0.0.1", 5, "refused"), Row("127.0.0.2", 5, "success")]
    assert isinstance(connect(rows, family=4).error, ConnectionRefusedError)


# -- in parallel: beyond Node ------------------------------------------------------------


def test_in_parallel_a_slow_attempt_may_still_win(connect: Callable[..., Outcome]) -> None:
    rows = [Row("::1", 300, "success"), Row("127.0.0.1", 400, "success")]
    outcome = connect(rows, "parallel")
    assert outcome.times("connection_attempt") == [(0, "::1"), (250, "127.0.0.1")]
    assert outcome.at("connect") == 300
    assert outcome.open == ["::1"]  # the loser is closed
    assert outcome.at("connection_attempt_timeout") is None


def test_in_parallel_the_newer_attempt_may_win(connect: Callable[..., Outcome]) -> None:
    rows = [Row("::1", 0, "never"), Row("127.0.0.1", 10, "success"), Row("::2", 0, "never")]
    outcome = connect(rows, "parallel")
    assert outcome.at("connect") == 260
    assert outcome.open == ["127.0.0.1"]


def test_in_parallel_a_failure_starts_the_next_at_once(connect: Callable[..., Outcome]) -> None:
    rows = [Row("::1", 0, "never"), Row("127.0.0.1", 10, "refused"), Row("::2", 10, "success")]
    outcome = connect(rows, "parallel")
    assert outcome.times("connection_attempt") == [(0, "::1"), (250, "127.0.0.1"), (260, "::2")]
    assert outcome.at("connect") == 270


def test_in_parallel_all_must_have_failed(connect: Callable[..., Outcome]) -> None:
    rows = [Row("::1", 900, "refused"), Row("127.0.0.1", 10, "refused")]
    outcome = connect(rows, "parallel")
    assert outcome.at("close") == 900
    assert [each.strerror for each in outcome.error.errors] == [
        "connect ECONNREFUSED 127.0.0.1:80",
        "connect ECONNREFUSED ::1:80",
    ]


# -- for real -------------------------------------------------------------------------------


def full_listener() -> tuple[plain.socket, list[plain.socket]]:
    """A listener whose backlog is full: who connects now hangs."""
    listener = plain.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    waiting = []
    while True:
        one = plain.socket()
        one.settimeout(0.2)
        waiting.append(one)
        try:
            one.connect(listener.getsockname())
        except TimeoutError:
            return listener, waiting


@pytest.mark.parametrize("select", [True, "parallel"])
def test_a_hanging_address_is_given_up_for_one_that_answers(
    run: Callable[[], None], select: Any
) -> None:
    listener, waiting = full_listener()
    port = listener.getsockname()[1]
    good = plain.create_server(("127.0.0.2", port))
    events: list[Any] = []
    client = netuv.Socket()
    client.on("connection_attempt", lambda address, *_: events.append(address))
    client.on("connect", lambda: events.append(client.remote_address))
    client.on("connect", client.destroy)
    client.connect(
        port=port,
        host="h.test",
        lookup=lambda host, callback, **_: callback(None, [("127.0.0.1", 4), ("127.0.0.2", 4)]),
        auto_select_family=select,
        auto_select_family_attempt_timeout=20,
    )
    run()
    assert events == ["127.0.0.1", "127.0.0.2", "127.0.0.2"]
    for each in [listener, good, *waiting]:
        each.close()


def test_a_socket_destroyed_while_several_are_tried_closes_them_all(
    run: Callable[[], None],
) -> None:
    listener, waiting = full_listener()
    events: list[Any] = []
    client = netuv.Socket()

    def attempt(*_: Any) -> None:
        events.append("attempt")
        if len(events) == 2:
            netuv.set_immediate(client.destroy)

    client.on("connection_attempt", attempt)
    client.on("close", lambda had_error: events.append(had_error))
    client.connect(
        port=listener.getsockname()[1],
        host="h.test",
        lookup=lambda host, callback, **_: callback(
            None, [("127.0.0.1", 4), ("::ffff:127.0.0.1", 6)]
        ),
        auto_select_family="parallel",
        auto_select_family_attempt_timeout=10,
    )
    run()
    assert events == ["attempt", "attempt", False]
    for each in [listener, *waiting]:
        each.close()


# -- the defaults ------------------------------------------------------------------------------


def test_the_defaults_can_be_set_and_are_used(connect: Callable[..., Outcome]) -> None:
    assert netuv.get_default_auto_select_family() is False
    assert netuv.get_default_auto_select_family_attempt_timeout() == TIMEOUT
    rows = [Row("::1", 0, "never"), Row("127.0.0.1", 1, "success")]
    try:
        netuv.set_default_auto_select_family(True)
        netuv.set_default_auto_select_family_attempt_timeout(70)
        assert netuv.get_default_auto_select_family() is True
        assert connect(rows, None).at("connect") == 71
        netuv.set_default_auto_select_family_attempt_timeout(2)
        assert netuv.get_default_auto_select_family_attempt_timeout() == 10
    finally:
        netuv.set_default_auto_select_family(False)
        netuv.set_default_auto_select_family_attempt_timeout(TIMEOUT)


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    [
        ("x", TypeError, "ERR_INVALID_ARG_TYPE"),
        (True, TypeError, "ERR_INVALID_ARG_TYPE"),
        (1.5, ValueError, "ERR_OUT_OF_RANGE"),
        (float("inf"), ValueError, "ERR_OUT_OF_RANGE"),
        (0, ValueError, "ERR_OUT_OF_RANGE"),
        (2**31, ValueError, "ERR_OUT_OF_RANGE"),
    ],
)
def test_a_wrong_attempt_timeout_is_refused(value: Any, kind: type[Exception], code: str) -> None:
    with pytest.raises(kind) as raised:
        netuv.set_default_auto_select_family_attempt_timeout(value)
    assert raised.value.code == code  # type: ignore[attr-defined]
    with pytest.raises(kind) as raised:
        netuv.connect(port=1, auto_select_family_attempt_timeout=value)
    assert raised.value.code == code  # type: ignore[attr-defined]


def test_a_wrong_auto_select_family_is_refused() -> None:
    for wrong in (1, "yes", []):
        with pytest.raises(TypeError):
            netuv.set_default_auto_select_family(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            netuv.connect(port=1, auto_select_family=wrong)
