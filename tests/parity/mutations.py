"""Shows that the scenarios can fail: deliberate breaks, and which scenario each turns red.

    python tests/parity/mutations.py [--all] [PART ...]

Applies each break to a copy of the package and runs the scenarios (those whose names contain a
PART; all by default) that no earlier break has turned red; ``--all`` runs all of them for every
break. Ends with the scenarios that nothing turned red, and status 1 if there are any or if a
break no longer fits the code. Not part of ``make test``: it takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(1, str(HERE.parent.parent))

import netuv  # noqa: E402
from parity import harness  # noqa: E402


class Break(NamedTuple):
    """In ``file``, ``new`` in place of ``old``, which must be there once."""

    file: str
    old: str
    new: str


BREAKS = (
    # the end of a stream
    Break("_readable.py", "        self._r |= END_EMITTED\n", "        self._r |= ENDED\n"),
    Break("_lifecycle.py", 'self.emit("close")', 'self.emit("closed")'),
    Break("_socket.py", 'self.emit("close", had_error)', 'self.emit("close", not had_error)'),
    Break("_writable.py", '        self.emit("finish")\n', '        self.emit("finished")\n'),
    Break("_writable.py", "if self._w & (PREFINISHED | FINAL_CALLED):", "if True:"),
    Break("_socket.py", "        self._state |= RESETTING\n", "        self._state |= 0\n"),
    Break("_socket.py", "            self._state |= PEER_ENDED\n", "            pass\n"),
    Break("_socket.py", "        Duplex._end_readable(self)\n", "        pass\n"),
    Break(
        "_lifecycle.py",
        "            self._emit_error(error)\n        finally:",
        "            pass\n        finally:",
    ),
    # connecting
    Break(
        "_socket.py",
        '            self.emit("connect")\n            self.emit("ready")\n',
        '            self.emit("ready")\n            self.emit("connect")\n',
    ),
    Break(
        "_connect.py",
        'self.socket.emit("lookup", error, address, family, self.wanted.host)',
        "pass",
    ),
    Break(
        "_connect.py", '    return describe(error, "connect"', '    return describe(error, "open"'
    ),
    Break("_socket_state.py", 'return "opening"', 'return "open"'),
    Break("_connect_options.py", '"ERR_MISSING_ARGS"', '"ERR_MISSING"'),
    Break("_options.py", '"ERR_SOCKET_BAD_PORT"', '"ERR_BAD_PORT"'),
    # servers
    Break("_server.py", 'self.emit("listening")', "pass"),
    Break(
        "_server.py",
        'self.emit("connection", socket)',
        'self._loop.next_tick(self.emit, "connection", socket)',
    ),
    Break("_server.py", 'self._loop.next_tick(self.emit, "close")', 'self.emit("close")'),
    Break("_server.py", 'self.emit("drop", info)', "pass"),
    Break("_server.py", '"ERR_SERVER_ALREADY_LISTEN"', '"ERR_SERVER_LISTENS"'),
    Break(
        "_server.py",
        'self._loop.next_tick(self.emit, "error", error)',
        'self._loop.set_immediate(self.emit, "error", error)',
    ),
    Break(
        "_server.py",
        "self._loop.next_tick(callback, None, self._connections)",
        "callback(None, self._connections + 1)",
    ),
    Break("_server.py", "        self._referenced = False\n", "        self._referenced = True\n"),
    # the order of things
    Break(
        "_loop.py",
        "        self._ticks.append((callback, args))\n",
        "        self._ticks.appendleft((callback, args))\n",
    ),
    Break("_loop.py", "self._closing_now.pop()()", "self._closing_now.pop(0)()"),
    Break(
        "_loop.py",
        "            owner._on_timer()\n            if self._ticks:\n",
        "            owner._on_timer()\n            if False:\n",
    ),
    Break(
        "_loop.py",
        "    return int(delay) if delay >= 1 else 1\n",
        "    return int(delay) + 40 if delay >= 1 else 40\n",
    ),
    # events
    Break(
        "_events.py",
        "            listener(*args)\n",
        "            self._loop_ = listener(*args)\n            break\n",
    ),
    # writing and reading
    Break(
        "_writable.py",
        "            entry.callback(error)\n",
        "            entry.callback(error or 1)\n",
    ),
    Break("_writable.py", '"ERR_STREAM_WRITE_AFTER_END"', '"ERR_STREAM_ENDED"'),
    Break("_writable.py", '                self.emit("drain")\n', "                pass\n"),
    Break("_readable.py", '            self.emit("readable")\n', "            pass\n"),
    Break(
        "_socket_state.py",
        "            return count + waiting\n",
        "            return count + waiting + 1\n",
    ),
    Break("_socket.py", 'self.emit("timeout")', "pass"),
    Break("_loop.py", "self._immediates_now.popleft()", "self._immediates_now.pop()"),
    Break(
        "_loop.py", "                if self._repeats:\n", "                if not self._repeats:\n"
    ),
    Break(
        "_loop.py",
        "delay is None or delay != delay:\n        return 1",
        "delay is None:\n        return 90",
    ),
    Break(
        "_loop.py",
        "        self._failed = False\n        except",
        "        self._failed = True\n        except",
    ),
    Break(
        "_loop.py", "        return self._set_ref(False)\n", "        return self._set_ref(True)\n"
    ),
    # arguments and errors
    Break("_errors.py", '"ERR_INVALID_ARG_TYPE", f"', '"ERR_INVALID_TYPE", f"'),
    Break("_errors.py", '"ERR_INVALID_ARG_VALUE", f"', '"ERR_INVALID_VALUE", f"'),
    Break("_encoding.py", '"ERR_UNKNOWN_ENCODING"', '"ERR_ENCODING"'),
    Break(
        "_server.py", '"listen", address, port, verbose=True', '"bind", address, port, verbose=True'
    ),
    Break(
        "_socket.py",
        "        Duplex.destroy(self, error)\n        return self\n",
        "        Duplex.destroy(self, error)\n        return None\n",
    ),
    Break(
        "_socket.py",
        "    def _start_end(self) -> Exception | None:\n",
        "    def _start_end(self) -> Exception | None:\n        self._wq.waiting.clear()\n",
    ),
    # events
    Break(
        "_events.py",
        "isinstance(events, tuple) else list(events)",
        "isinstance(events, tuple) else list(events)[::-1]",
    ),
    Break(
        "_events.py",
        "        return list(self._listeners_of(event))\n",
        "        return self.listeners(event)\n",
    ),
    Break(
        "_events.py",
        "        for listener in reversed(self._listeners_of(event)):\n",
        "        for listener in self._listeners_of(event):\n",
    ),
    Break(
        "_events.py", '            if event == "error":\n', '            if event == "errors":\n'
    ),
    # buffers and marks
    Break(
        "_readqueue.py",
        "        self.chunks.appendleft(chunk)\n",
        "        self.chunks.append(chunk)\n",
    ),
    Break("_readqueue.py", "        n = min(n, self.length)\n", "        n = self.length\n"),
    Break("_readqueue.py", "            self.length -= 1\n", "            self.length -= 2\n"),
    Break(
        "_readqueue.py",
        "        self.chunks.append(chunk)\n        self.length += 1",
        "        self.chunks.append(chunk)\n        self.length += 2",
    ),
    Break(
        "_options.py",
        "    return _default_marks[bool(object_mode)]\n",
        "    return _default_marks[bool(object_mode)] + 1\n",
    ),
    Break("_writable.py", "            queue.corked -= 1\n", "            queue.corked = 0\n"),
    Break(
        "_encoding.py",
        "            text: str = self._codec.decode(chunk)\n",
        "            text: str = self._codec.decode(chunk, True)\n",
    ),
    Break(
        "_readable.py",
        "        return not self._r & ENDED and (length < self._r_hwm or length == 0)\n",
        "        return True\n",
    ),
    Break(
        "_readable.py",
        '            self._r |= DID_READ\n            self.emit("data", chunk)\n        else:',
        '            self._r |= DID_READ\n            self.emit("data", chunk[:1])\n        else:',
    ),
    Break("_readable.py", '            self.emit("pause")', "            pass"),
    Break("_readable.py", '        self.emit("resume")', "        pass"),
    Break(
        "_readable.py",
        "            self._r = (self._r | STOPPED) & ~FLOWING\n",
        "            self._r = self._r | STOPPED\n",
    ),
    Break("_writable.py", "            if self._w & KEEP_STRINGS:\n", "            if False:\n"),
    Break(
        "_writable.py",
        "            return Pending(chunk, 1, None, encoding or self._default_encoding())\n",
        "            return Pending(chunk, 2, None, encoding)\n",
    ),
    Break(
        "_events.py",
        "            listener(*args)\n        return True",
        "            with __import__('contextlib').suppress(Exception):\n"
        "                listener(*args)\n        return True",
    ),
    Break(
        "_socket.py",
        '        if self.pending:\n            self.once("connect", lambda: self._final(done))\n',
        '        if self.pending:\n            self.once("ready", lambda: done(None))\n',
    ),
    Break(
        "_duplex.py",
        "reads, writes = readable_high_water_mark, writable_high_water_mark",
        "writes, reads = readable_high_water_mark, writable_high_water_mark",
    ),
    Break(
        "_readable.py",
        "        return False if self._r & STOPPED else None\n",
        "        return None\n",
    ),
    Break(
        "_writable.py",
        'return "utf8" if self._wq is None else self._wq.default_encoding',
        'return "utf8"',
    ),
    # the stream module's functions
    Break(
        "_finished.py",
        '                return False  # "finish" is yet to come\n',
        "                return True\n",
    ),
    Break(
        "_finished.py",
        'self.listeners += [("error", self._done)] if error else []',
        'self.listeners += [("error", self._done)]',
    ),
    Break(
        "_finished.py",
        "            self.stream.off(event, listener)\n",
        "            pass\n",
    ),
    Break("_finished.py", "if not isinstance(stream, Stream):", "if False:"),
    Break(
        "_finished.py",
        "            callback(AbortError(cause=signal.reason))\n",
        "            pass\n",
    ),
    Break(
        "_finished.py",
        "            self._done(stream._errored)\n        elif",
        "            self._done()\n        elif",
    ),
    Break(
        "_finished.py", "self._done(premature_close())\n        elif", "self._done()\n        elif"
    ),
    Break("_pipeline.py", '"ERR_MISSING_ARGS"', '"ERR_MISSING"'),
    Break("_pipeline.py", "if not is_async_iterable(result):", "if False:"),
    Break("_pipeline.py", "if isinstance(result, Stream) and result._r is not None:", "if False:"),
    Break("_pipeline.py", "isinstance(rest[0], (list, tuple)):", "False:"),
    Break(
        "_pipeline.py",
        "        members, self.to_destroy = self.to_destroy, []",
        "        members, self.to_destroy = [], []",
    ),
    Break("_pipeline.py", "                take_off()\n", "                pass\n"),
    Break(
        "_pipeline.py",
        "            self.loop.next_tick(self.callback, *told)",
        "            self.callback(*told)",
    ),
    Break(
        "_pipeline.py",
        "        self.line.finish(premature_close())\n",
        "        self.line.finish()\n",
    ),
    Break("_iteration.py", "                throw(error)\n", "                pass\n"),
    Break(
        "_iteration.py",
        "            except StopIteration:\n                return\n",
        "            except StopIteration:\n                raise LookupError from None\n",
    ),
    Break("_iteration.py", "            close()\n\n", "            pass\n\n"),
    Break("_iteration.py", '"high_water_mark": 1', '"high_water_mark": 2'),
    Break(
        "_iteration.py",
        "                if not self.push(value):\n                    return\n        except",
        "                self.push(value)\n        except",
    ),
    Break("_transform.py", "if _reads_nothing_ahead(options):", "if False:"),
    Break("_transform.py", '"ERR_METHOD_NOT_IMPLEMENTED"', '"ERR_METHOD"'),
    Break(
        "_transform.py",
        "            callback(error)\n\n        self._flush",
        "            callback(None)\n\n        self._flush",
    ),
    Break(
        "_transform.py",
        "                    self.push(data)\n                self.push(None)",
        "                    pass\n                self.push(None)",
    ),
    Break(
        "_transform.py",
        "                callback(error)\n                return\n            if data",
        "                pass\n            if data",
    ),
    Break("_finished.py", "if not other or other_over:", "if other_over:"),
    Break(
        "_finished.py",
        "        self._side_over(self.readable, self.read",
        "        self._side_over(True, False",
    ),
    Break(
        "_finished.py",
        "        self._side_over(self.writable, self.written",
        "        self._side_over(True, False",
    ),
    Break("_finished.py", "bool(self.readable), bool(self.writable))", "False, False)"),
    Break(
        "_finished.py",
        "        callback, self.callback = self.callback, None\n        if",
        "        callback = self.callback\n        if",
    ),
    Break("_pipeline.py", "        self.target.end()\n", "        pass\n"),
    Break(
        "_pipeline.py",
        '                source.once("end", self._end)',
        '                source.once("close", self._end)',
    ),
    Break(
        "_pipeline.py",
        "        else:\n            line.finish()\n",
        "        else:\n            pass\n",
    ),
    Break(
        "_pipeline.py",
        'on_abort(signal, "signal", lambda: self.abort(signal.reason))',
        "lambda: None",
    ),
    Break("_iteration.py", "iter([iterable])", "iter(iterable)"),
    Break(
        "_iteration.py",
        "                    raise _null_value()\n                if not",
        "                    pass\n                if not",
    ),
    Break("_iteration.py", 'invalid_arg_type("iterable"', 'invalid_arg_type("iter"'),
    Break(
        "_iteration.py",
        "            self.destroy(error)\n            return\n",
        "            return\n",
    ),
    Break("_transform.py", "length < self._r_hwm:", "True:"),
    Break(
        "_transform.py",
        "        if waiting is not None:\n            waiting(None)",
        "        return",
    ),
    Break(
        "_transform.py",
        "            if data is not None:\n                self.push(data)\n            length",
        "            length",
    ),
    Break(
        "_transform.py",
        "                self.push(None)\n            callback",
        "            callback",
    ),
    Break("_transform.py", "        callback(None, chunk)", "        callback(None)"),
    Break(
        "_transform.py",
        "        self._transform(chunk, encoding, transformed)",
        "        self._loop.next_tick(self._transform, chunk, encoding, transformed)",
    ),
    # signals
    Break(
        "_abort.py",
        "in list(self._listeners.items()):",
        "in reversed(list(self._listeners.items())):",
    ),
    Break("_abort.py", "if listener in self._listeners:", "if True:"),
    Break(
        "_abort.py",
        'self._reason = _abort_error("This operation was aborted") if reason is None else reason',
        "self._reason = reason",
    ),
    Break(
        "_abort.py",
        "        if self._aborted:\n            return\n",
        "        self._aborted = True\n",
    ),
    Break("_abort.py", "in list(followers or ()):", "in []:"),
    Break("_abort.py", "signal).unref()", "signal)"),
    Break("_abort.py", "aborted due to timeout", "timed out"),
    Break("_abort.py", '"ERR_ILLEGAL_CONSTRUCTOR"', '"ERR_CONSTRUCTOR"'),
    Break("_abort.py", "if listener is not None:  # its place is", "if True:  # its place is"),
    Break("_abort.py", "get_loop().next_tick(_raise, error)", "pass"),
    Break("_abort.py", "                raise self._reason\n", "                return\n"),
    Break("_abort.py", "raise invalid_arg_type(name,", "raise invalid_arg_type('it',"),
    Break("_server.py", '"options.signal", self.close)', '"options.signal", lambda: None)'),
    Break("_server.py", 'self.once("close", lambda: dispose())', "pass"),
    Break("_socket.py", "self.destroy(aborted(signal))", "self.destroy()"),
    # addresses
    Break("_blocklist.py", "return self._rules[::-1]", "return self._rules[:]"),
    Break("_blocklist.py", "number <= self.ends[index]", "number < self.ends[index]"),
    Break("_blocklist.py", ">> size << size", ">> size + 1 << size + 1"),
    Break("_blocklist.py", "else MAPPED + number", "else number"),
    Break("_blocklist.py", "ipv4=MAPPED <= low and high <= LAST_MAPPED", "ipv4=True"),
    Break("_blocklist.py", "max(high, self.ends[-1])", "high"),
    Break("_blocklist.py", '"must come before end"', '"is late"'),
    Break("_blocklist.py", "is_ip(address) != family_number(family)", "is_ip(address) == 0"),
    Break("_blocklist.py", "        self.sorted = False\n", "        pass\n"),
    Break(
        "_blocklist.py",
        "    if isinstance(address, SocketAddress):\n        return address\n",
        "    if isinstance(address, SocketAddress):\n        address = address.address\n",
    ),
    Break("_socket_address.py", '"127.0.0.1" if', '"0.0.0.0" if'),
    Break("_socket_address.py", "_FAMILIES[self._number], self._packed)", "10, bytes(16))"),
    Break("_socket_address.py", '"options.flowlabel", "an integer"', '"flowlabel", "an integer"'),
    Break("_address.py", "percent and not _ZONE.fullmatch(zone)", "percent"),
    Break("_address.py", "lib.nuv_address_family(text.encode())", "lib.nuv_address_family(b'::')"),
    Break("_address.py", "[0-9a-zA-Z.:-]+", "[0-9a-z:-]+"),
    # resources
    Break("_resources.py", '["Immediate" for one', '["Check" for one'),
    Break("_resources.py", 'timers.append("Timeout")', "pass"),
    Break("_resources.py", 'requests.append("GetAddrInfoReqWrap")', "pass"),
    Break("_resources.py", "(AddressAttempt, _PathAttempt)", "AddressAttempt"),
    Break("_resources.py", 'return "TCPServerWrap" if', 'return "TCPWrap" if'),
)


class Red(NamedTuple):
    """What one break did."""

    broken: Break
    fits: bool
    scenarios: list[str]


def broken_copy(broken: Break, directory: Path) -> bool:
    """A copy of the package with the break in it; False if it does not fit."""
    package = Path(netuv.__file__).parent
    shutil.copytree(package, directory / "netuv", ignore=shutil.ignore_patterns("__pycache__"))
    path = directory / "netuv" / broken.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(broken.old, broken.new), encoding="utf-8")
    return text.count(broken.old) == 1


def is_red(name: str, directory: Path) -> bool:
    try:
        ours = harness.netuv_trace(name, PYTHONPATH=str(directory))
    except Exception:  # it hangs, say
        return True
    return ours != harness.expected_trace(name)


def try_break(broken: Break, names: list[str], jobs: int) -> Red:
    with tempfile.TemporaryDirectory(prefix="nuv") as text:
        directory = Path(text)
        if not broken_copy(broken, directory):
            return Red(broken, False, [])
        with ThreadPoolExecutor(jobs) as pool:
            reds = pool.map(lambda name: is_red(name, directory), names)
            return Red(broken, True, [name for name, red in zip(names, reds) if red])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every scenario for every break")
    parser.add_argument("part", nargs="*", help="only scenarios with such names")
    options = parser.parse_args()
    harness.SECONDS = 10
    jobs = len(os.sched_getaffinity(0))
    names = [n for n in harness.SCENARIOS if any(part in n for part in options.part or [""])]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(harness.node_trace, names))
    green, stale = list(names), 0
    for broken in BREAKS:
        red = try_break(broken, names if options.all else green, jobs)
        stale += not red.fits
        what = f"{len(red.scenarios)} red" if red.fits else "DOES NOT FIT"
        print(f"{broken.file}: {broken.new.strip().splitlines()[0][:60]!r}: {what}", flush=True)
        for name in red.scenarios:
            print(f"    {name}")
        green = [name for name in green if name not in red.scenarios]
    print(f"{len(names) - len(green)} of {len(names)} seen red; never: {' '.join(green) or 'none'}")
    return 1 if green or stale else 0


if __name__ == "__main__":
    sys.exit(main())
