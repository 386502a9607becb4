"""A program that wants to die of a closed pipe does not die of a peer that is gone."""

from __future__ import annotations

import pytest
from support.programs import run_program

pytest.importorskip("resource", reason="there is no SIGPIPE")

COMMON = """
import os, signal, socket, sys, threading
import netuv

def masked(): return signal.SIGPIPE in signal.pthread_sigmask(signal.SIG_BLOCK, [])
def pending(): return signal.SIGPIPE in signal.sigpending()

def ends(kind):
    if kind == "tcp":
        with socket.create_server(("127.0.0.1", 0)) as raw:
            ours = socket.create_connection(raw.getsockname())
            peer, _ = raw.accept()
        return ours.detach(), peer.close
    if kind == "unix":
        ours, peer = socket.socketpair()
        return ours.detach(), peer.close
    reader, writer = os.pipe()
    return writer, lambda: os.close(reader)

def cork(s, count, size):
    s.cork()
    for _ in range(count): s.write(bytes(size))
    s.uncork()

def low(s):
    try:
        s._handle.write([b"x", b"y"])
    except OSError as error:
        s.destroy(error)

AT_ONCE = {
    "bytes": lambda s: s.write(b"x"),
    "callback": lambda s: s.write(b"x", lambda error=None: None),
    "text": lambda s: s.write("x"),
    "array": lambda s: s.write(bytearray(10)),
    "corked": lambda s: cork(s, 2, 1),
    "many": lambda s: cork(s, 200, 10),
    "much": lambda s: s.write(bytes(8 << 20)),
    "low": low,
}
QUEUED = {
    "queue": lambda s: (s.write(bytes(8 << 20)), s.write(b"more")),
    "chunks": lambda s: cork(s, 20, 1 << 20),
    "end": lambda s: s.end(bytes(8 << 20)),
}

def once(kind, act, queued):
    fd, go = ends(kind)
    s = netuv.Socket(fd=fd, readable=False, writable=True)
    codes = []
    s.on("error", lambda error: codes.append(error.code))
    if queued:
        act(s)
        netuv.set_immediate(lambda: netuv.set_immediate(go))
    else:
        go()
        def again():
            if not s.destroyed:
                act(s)
                netuv.set_immediate(again)
        again()
    netuv.run()
    assert codes in (["EPIPE"], ["ECONNRESET"]), (kind, codes)

def every_way():
    for kind in ("tcp", "unix", "pipe"):
        for act in AT_ONCE.values(): once(kind, act, False)
        for act in QUEUED.values(): once(kind, act, True)
"""


def test_no_write_to_a_gone_peer_ends_the_process() -> None:
    run_program(
        COMMON
        + """
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
every_way()
assert not masked() and not pending()
assert signal.getsignal(signal.SIGPIPE) == signal.SIG_DFL
"""
    )


def test_no_sigpipe_reaches_a_handler_of_the_program() -> None:
    run_program(
        COMMON
        + """
received = []
signal.signal(signal.SIGPIPE, lambda *_: received.append(1))
every_way()
assert received == [] and not masked()
os.kill(os.getpid(), signal.SIGPIPE)  # its own, it does
assert received == [1]
"""
    )


@pytest.mark.parametrize("before", [False, True])
def test_a_program_that_blocks_sigpipe_finds_it_blocked_and_as_pending_as_before(
    before: bool,
) -> None:
    run_program(
        COMMON
        + f"""
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE])
if {before}: signal.pthread_kill(threading.main_thread().ident, signal.SIGPIPE)
every_way()
assert masked() and pending() == {before}
"""
    )


def test_listeners_run_with_the_programs_own_mask_while_something_is_queued() -> None:
    run_program(
        COMMON
        + """
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
fd, go = ends("unix")
slow = netuv.Socket(fd=fd, readable=False, writable=True)
slow.on("error", lambda error: None)
slow.write(bytes(8 << 20))
seen = []
peers = []
for _ in range(600):  # more than a batch: some are dispatched in the middle of a poll
    ours, peer = socket.socketpair()
    s = netuv.Socket(fd=ours.detach(), readable=True, writable=True)
    s.on("data", lambda data, s=s: (seen.append(masked()), s.destroy()))
    s.resume()
    peer.send(b"x")
    peers.append(peer)
netuv.set_timeout(lambda: len(seen) == 600 and go() or slow.destroy(), 300)
netuv.run()
assert len(seen) == 600 and not any(seen), (len(seen), sum(seen))
""",
    )
