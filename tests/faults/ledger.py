"""What must be true of connections, whatever fails: each byte arrives, or its error is reported."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from typing import Any

REPORTABLE = (OSError, MemoryError)  # what a fault of the system may come out as
CLOSED = {"ERR_SOCKET_CLOSED", "ERR_STREAM_DESTROYED", "ERR_STREAM_PREMATURE_CLOSE"}


def describe(error: BaseException | None) -> str:
    """An exception in one line, with the place of ours that it came out of."""
    if error is None:
        return "none"
    places = [
        f"{os.path.basename(frame.filename)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-3:]
    ]
    return " ".join([repr(error), *(["at", " < ".join(reversed(places))] if places else [])])


def is_reportable(error: BaseException) -> bool:
    """Whether it says what failed, or that what it failed for is closed."""
    return isinstance(error, REPORTABLE) or getattr(error, "code", None) in CLOSED


def body(number: int, length: int) -> bytes:
    """The bytes that connection ``number`` sends: its number, then a pattern of its own."""
    start = b"%02d" % number
    return (
        start
        + bytes((number * 37 + i * 11) % 251 for i in range(min(length, 4096)))
        * (length // 4096 + 1)
    )[:length]


class Ledger:
    """Everything that was sent, received and reported."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.log: list[str] = []
        self.reports: list[str] = []  # of no single connection: a server's, a call's, run()'s
        self.global_reports = 0  # out of run(): every connection may be the loser
        self.may_cost_many = False
        self.sent: list[End] = []
        self.served: list[End] = []

    def note(self, text: str) -> None:
        if len(self.log) < 300:
            self.log.append(text)

    def fail(self, text: str) -> None:
        self.note(f"FAILURE {text}")
        self.failures.append(text)

    def report(self, where: str, error: BaseException | None, end: End | None = None) -> None:
        """An error has come to the program's knowledge; anything but a system's is wrong."""
        text = f"{where}: {describe(error)}"
        self.note(f"reported {text}")
        if error is not None and not is_reportable(error):
            trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
            self.fail(f"{where} gave {error!r}\n{trace}")
        if end is None:
            self.reports.append(text)
        else:
            end.errors.append(text)

    def attempt(self, where: str, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """What ``function`` gives; None, and a report, where it raises."""
        try:
            return function(*args, **options)
        except Exception as error:  # judged by report()
            self.report(where, error)
            return None

    # -- the judgement ---------------------------------------------------------------------

    def judge(self) -> None:
        """Adds to ``failures`` what is wrong now that everything is over."""
        lost = 0
        for end in [*self.sent, *self.served]:
            end.judge_alone()
        for client in self.sent:
            if client.wanted is None:
                continue  # its own program ends it
            served = self._other_end(client)
            if client.is_whole() and (served is None or served.received == client.outgoing):
                continue
            lost += 1
            if not self._is_explained(client, served):
                self.fail(f"{client} lost bytes, and nothing reported it; peer: {served}")
        if lost > 1 and not (self.global_reports or self.may_cost_many):
            whole = [str(client) for client in self.sent if not client.is_whole()]
            self.fail(f"one fault cost {lost} connections: {whole}")

    def _other_end(self, client: End) -> End | None:
        """The served end, by the number at the head of what it received."""
        for served in self.served:
            if served.received[:2] == client.outgoing[:2] and served.received:
                return served
        return None

    def _is_explained(self, client: End, served: End | None) -> bool:
        if client.errors or self.reports:
            return True
        if served is not None:
            return bool(served.errors)
        return any(end.errors for end in self.served if not end.received)


class End:
    """One end of a connection."""

    def __init__(self, ledger: Ledger, name: str) -> None:
        self.ledger = ledger
        self.name = name
        self.outgoing = b""  # given to write()
        self.received = b""
        self.wanted: bytes | None = None  # all that is to be received, where that is known
        self.errors: list[str] = []
        self.ends = 0
        self.closes = 0
        self.watched = False  # an emitter: it must say "close"
        self.writes: list[list[str]] = []  # what each write()'s callback was called with

    def __str__(self) -> str:
        wanted = "?" if self.wanted is None else len(self.wanted)
        return (
            f"{self.name} (received {len(self.received)} of {wanted}, wrote {len(self.outgoing)}, "
            f"ends {self.ends}, closes {self.closes}, errors {self.errors})"
        )

    def is_whole(self) -> bool:
        return self.wanted is None or (self.received == self.wanted and not self.errors)

    def write_callback(self) -> Callable[..., None]:
        """For a write(): notes what it is called with."""
        outcome: list[str] = []
        self.writes.append(outcome)

        def called(error: BaseException | None = None) -> None:
            outcome.append(describe(error))

        return called

    def judge_alone(self) -> None:
        fail = self.ledger.fail
        if self.wanted is not None and not self.wanted.startswith(self.received):
            fail(f"{self} received wrong bytes")
        if self.watched and self.closes != 1:
            fail(f'{self} emitted "close" {self.closes} times')
        if self.ends > 1:
            fail(f'{self} emitted "end" {self.ends} times')
        for number, outcome in enumerate(self.writes):
            if len(outcome) != 1:
                fail(f"{self}: the callback of write {number} was called {len(outcome)} times")
