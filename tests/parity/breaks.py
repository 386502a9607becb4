"""The breaks of mutations.py: each takes something of Node's behaviour away."""

from __future__ import annotations

from typing import NamedTuple


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
    Break("_socket_io.py", "            self._state |= PEER_ENDED\n", "            pass\n"),
    Break("_socket_io.py", "        Duplex._end_readable(self)\n", "        pass\n"),
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
        "self._loop.next_tick(self._listen_error, told)",
        "self._loop.set_immediate(self._listen_error, told)",
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
        "_timers.py",
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
    Break("_socket_options.py", 'self.emit("timeout")', "pass"),
    Break("_loop.py", "self._immediates_now.popleft()", "self._immediates_now.pop()"),
    Break(
        "_timers.py",
        "                if self._repeats:\n",
        "                if not self._repeats:\n",
    ),
    Break(
        "_timers.py",
        "delay is None or delay != delay:\n        return 1",
        "delay is None:\n        return 90",
    ),
    Break(
        "_loop.py",
        "        self._failed = False\n        except",
        "        self._failed = True\n        except",
    ),
    Break(
        "_timers.py",
        "        return self._set_ref(False)\n",
        "        return self._set_ref(True)\n",
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
        "            self._wq.drainers.wake()\n        return self\n",
        "            self._wq.drainers.wake()\n        return None\n",
    ),
    Break(
        "_socket_io.py",
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
        "_socket_io.py",
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
    # onread
    Break(
        "_onread.py",
        "self._callback(length, buffer) is not False",
        "self._callback(length, buffer) in (None, True)",
    ),
    Break(
        "_onread.py",
        "self._callback(length, buffer) is not False",
        "[self._callback(length, buffer)]",
    ),
    Break(
        "_onread.py",
        "        self._stop(socket)\n        return type(socket).pause",
        "        return type(socket).pause",
    ),
    Break(
        "_onread.py",
        "        self._start(socket)\n        return type(socket).resume",
        "        return type(socket).resume",
    ),
    Break(
        "_onread.py",
        "        self._start(socket)\n        return type(socket).read",
        "        return type(socket).read",
    ),
    Break("_onread.py", "        if not handle.reading:\n", "        if False:\n"),
    Break(
        "_onread.py",
        "        if self._held:\n            socket._loop",
        "        if False:\n            socket._loop",
    ),
    Break("_onread.py", "buffer if following is None else following", "following"),
    Break("_onread.py", "buffer if following is None else following", "buffer"),
    Break(
        "_onread.py",
        "        try:\n            if self._next is not None:\n",
        "        try:\n            if self._next is not None and self._buffer is None:\n",
    ),
    Break(
        "_onread.py",
        "            if handle.fast is not None:  # or",
        "            if True:  # or",
    ),
    Break(
        "_onread.py",
        "        finally:\n            if handle.fast",
        "        except ZeroDivisionError:\n            pass\n"
        "        else:\n            if handle.fast",
    ),
    Break(
        "_onread.py",
        "                socket.destroy()\n            raise\n",
        "                socket.destroy()\n",
    ),
    Break(
        "_onread.py",
        "        buffer = self._buffer\n        try:\n",
        "        buffer = self._buffer\n        socket.push(bytes(buffer[:length]))\n"
        "        try:\n",
    ),
    Break(
        "_onread.py",
        "            socket.__dict__[method.__name__] = partial(method, socket)\n",
        "            pass\n",
    ),
    Break(
        "_socket_io.py",
        "        self._extra.onread.deliver(self, length)\n",
        "        self._loop.set_immediate(self._extra.onread.deliver, self, length)\n",
    ),
    Break(
        "_socket_state.py",
        "if self._r & DID_READ or self._state & ONREAD:",
        "if self._r & DID_READ:",
    ),
    Break("_socket_state.py", "        extra.onread = self.onread\n", "        pass\n"),
    Break("_socket_io.py", 'exception(status, "read")', 'exception(status, "write")'),
    Break("_connect.py", "        wanted.onread.install(socket)\n", "        pass\n"),
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
    Break("_socket_address.py", '(flowlabel, "options.flowlabel"', '(flowlabel, "flowlabel"'),
    Break("_address.py", "percent and not _ZONE.fullmatch(zone)", "percent"),
    Break("_address.py", "lib.nuv_address_family(text.encode())", "lib.nuv_address_family(b'::')"),
    Break("_address.py", "[0-9a-zA-Z.:-]+", "[0-9a-z:-]+"),
    # connect(): its arguments
    Break("_connect_options.py", 'given["path"] = values[0]', 'given["port"] = values[0]'),
    Break(
        "_connect_options.py",
        'if given.get("path"):',
        'if given.get("path") and "port" not in given:',
    ),
    Break("_connect_options.py", 'options.check_str(given["path"], "options.path")', "'x'"),
    Break(
        "_connect_options.py", 'given.get("host", ""), "hostname")', 'given.get("host", ""), "h")'
    ),
    Break("_connect_options.py", "if address is not None and not is_ip(address):", "if False:"),
    Break("_connect_options.py", 'options.check_number(port, "options.local_port")', "pass"),
    Break("_connect_options.py", "self.local_port = int(port or 0)", "self.local_port = 0"),
    Break("_connect_options.py", 'options.check_callable(self.lookup, "options.lookup")', "pass"),
    Break("_connect_options.py", "dns.plain_family(given", "(given"),
    Break(
        "_connect_options.py",
        'dns.plain_family(given.get("family", 0))',
        "0",
    ),
    Break(
        "_connect_options.py",
        "        if is_ip(self.host):\n            return  # nothing is looked up\n",
        "        pass\n",
    ),
    Break("_connect.py", "        hints = wanted.hints\n", "        hints = 0\n"),
    Break("_connect.py", "            hints = dns.ADDRCONFIG\n", "            pass\n"),
    Break("_options.py", "port > 65535 or", "port > 65536 or"),
    Break("_options.py", "int(value, 16) if match", "int(value, 10) if match"),
    Break("_options.py", "value.is_integer() else None", "value == value else None"),
    Break("_connect.py", "        socket.set_timeout(timeout)\n", "        pass\n"),
    Break("_options.py", "if not math.isfinite(number) or number < 0:", "if number < 0:"),
    Break("_connect.py", "options.seconds_of(wanted", "int(wanted"),
    Break(
        "_connect.py",
        "        socket._handle.set_no_delay(True)\n",
        "        pass\n",
    ),
    Break(
        "_socket.py",
        'half_open = options.check_bool(allow_half_open, "options.allow_half_open")',
        "half_open = False",
    ),
    Break("_handle.py", '        return "FILE"\n', '        return "UNKNOWN"\n'),
    Break("_socket.py", 'in ("EINVAL", "EBADF"):', 'in ("EINVAL",):'),
    Break(
        "_connect.py",
        'high_water_mark signal type".split()',
        'high_water_mark type".split()\n    keywords.pop("signal", None)',
    ),
    # connect(): what it does
    Break("_errors.py", 'f" {address}:{port}" if port else', 'f" {address}:{port}" if True else'),
    Break(
        "_connect.py", "self.handle.bind(local, wanted.local_port)", "self.handle.bind(local, 0)"
    ),
    Break(
        "_connect.py",
        'wanted.local_address or ("::" if self.family == 6 else "0.0.0.0")',
        '("::" if self.family == 6 else "0.0.0.0")',
    ),
    Break("_connect.py", "            if wanted.local_port:\n", "            if False:\n"),
    Break("_connect.py", 'describe(error, "bind", local', 'describe(error, "connect", local'),
    Break("_connect.py", 'details = f"{wanted.local_address}', 'details = f"{self.address}'),
    Break("_connect.py", "if is_ip(self.address) != self.family:", "if False:"),
    Break("_connect.py", "self.error(error, local=True)", "self.error(error)"),
    Break("_connect.py", "next_tick(self.socket.destroy, error)", "next_tick(self.socket.destroy)"),
    Break(
        "_connect.py",
        "self.socket._loop.next_tick(self.socket.destroy, error)",
        "self.socket.destroy(error)",
    ),
    Break(
        "_connect.py",
        "return self.socket.connecting and self.socket._handle is self.handle",
        "return True",
    ),
    Break("_connect.py", "        if not is_ip(address):\n", "        if False:\n"),
    Break("_connect.py", "        if family in (4, 6):\n", "        if True:\n"),
    Break("_connect.py", '"ERR_INVALID_ADDRESS_FAMILY"', '"ERR_INVALID_FAMILY"'),
    Break("_options.py", '"ERR_INVALID_IP_ADDRESS"', '"ERR_INVALID_ADDRESS"'),
    Break(
        "_connect.py",
        '        self.socket.emit("connection_attempt_failed", *where, error)\n',
        "        pass\n",
    ),
    Break(
        "_connect.py",
        '        self.socket.emit("connection_attempt", address,',
        '        self.socket.emit("connection_attempts", address,',
    ),
    Break(
        "_connect.py",
        'socket.destroy(describe(_failure(status), "connect", self.path))',
        'socket.destroy(describe(_failure(status), "open", self.path))',
    ),
    Break(
        "_socket.py", 'self.once("connect", wanted.listener)', 'self.on("connect", wanted.listener)'
    ),
    Break("_socket.py", "        self._errored = None\n        self._r &=", "        self._r &="),
    Break(
        "_socket.py", "        self._peer = None\n        if self._extra", "        if self._extra"
    ),
    Break("_socket.py", "        self._w = 0\n", "        pass\n"),
    # several addresses
    Break("_connect.py", "if entry[1] == found[0][1]]", "if entry[1] == 6]"),
    Break(
        "_connect.py",
        "ordered += first[index : index + 1] + second[index : index + 1]",
        "ordered += second[index : index + 1] + first[index : index + 1]",
    ),
    Break("_connect.py", "errors[0] if not self.several else", "errors[0] if True else"),
    Break("_connect.py", "errors[0] if not self.several else", "errors[0] if False else"),
    Break("_errors.py", '"code", "")\n\n\nclass Abort', '"errno", "")\n\n\nclass Abort'),
    Break("_connect.py", "[] if select and self.several else None", "[]"),
    Break("_connect.py", "elif (address, family) not in good:", "else:"),
    Break("_connect.py", "wrong = wrong or error", "wrong = error"),
    Break("_connect.py", 'socket.emit("lookup", error, None, None, host)', "pass"),
    Break("_connect.py", 'socket.emit("lookup", None, address, family, host)', "pass"),
    Break(
        "_connect.py",
        "            if not self._is_current():\n                return\n            error =",
        "            error =",
    ),
    Break("_connect.py", "many = bool(wanted.auto_select_family)", "many = False"),
    Break(
        "_connect_options.py",
        "False if ignored else wanted",
        "wanted",
    ),
    Break("_connect_options.py", "or self.local_address is not None", ""),
    Break(
        "_connect_options.py",
        "isinstance(value, bool):\n        return value",
        "True:\n        return bool(value)",
    ),
    Break("_connect_options.py", "name, 1, 2**31 - 1)", "name, -(2**63), 2**63)"),
    Break("_connect_options.py", "SHORTEST_ATTEMPT = 10 ", "SHORTEST_ATTEMPT = 1 "),
    Break(
        "_connect_options.py",
        "_Defaults.attempt_timeout = _check",
        "_Defaults.attempt = _check",
    ),
    Break(
        "_connect_options.py",
        'given.get("auto_select_family", _Defaults.auto_select_family)',
        'given.get("auto_select_family", False)',
    ),
    Break("_connect.py", "self._timed_out, self.wanted.attempt_timeout", "self._timed_out, 99999"),
    Break("_connect.py", 'system_error("ETIMEDOUT"', 'system_error("ECONNREFUSED"'),
    Break("_connect.py", '"connection_attempt_timeout", *where', '"attempt_timeout", *where'),
    Break(
        "_connect.py",
        "        if attempt in self.running:\n            self._drop(attempt, attempt.error(",
        "        if True:\n            self._drop(attempt, attempt.error(",
    ),
    Break(
        "_connect.py",
        "        self._stop_timer()\n        self.waiting.clear()\n",
        "        pass\n",
    ),
    Break(
        "_connect.py",
        "            socket._adopt(TCP(socket._loop))\n            _apply_early_options(socket)\n",
        "            socket._adopt(TCP(socket._loop))\n",
    ),
    Break(
        "_connect.py",
        '            tried.append(f"{address}:{self.wanted.port}")\n',
        "            tried.append(address)\n",
    ),
    # dns.lookup
    Break("dns.py", "    literal = is_ip(hostname)\n", "    literal = 0\n"),
    Break("dns.py", "loop.next_tick(callback, None, *answer)", "callback(None, *answer)"),
    Break("dns.py", "Request(loop, hostname, number, hints,", "Request(loop, hostname, 0, hints,"),
    Break("dns.py", "Request(loop, hostname, number, hints,", "Request(loop, hostname, number, 0,"),
    Break("dns.py", '{"EAI_NONAME": "ENOTFOUND"', '{"EAI_NONAME": "ENONAME"'),
    Break(
        "dns.py", "            self.callback(None, found)\n", "            self.callback(None)\n"
    ),
    Break("dns.py", "number & ~(ADDRCONFIG | V4MAPPED | ALL)", "False"),
    Break("dns.py", 'all = options.check_bool(all, "options.all")', "all = bool(all)"),
    Break("dns.py", 'options.check_bool(verbatim, "options.verbatim")', "pass"),
    Break("dns.py", '"options.order", order', '"order", order'),
    Break("dns.py", '"options.family", family', '"family", family'),
    Break("dns.py", 'invalid_arg_type("hostname", "of', 'invalid_arg_type("name", "of'),
    Break("dns.py", 'invalid_arg_type("callback", "of', 'invalid_arg_type("call", "of'),
    Break(
        "dns.py",
        "    answer = function(hostname, callback, **keywords)\n",
        "    answer = None\n"
        "    with __import__('contextlib').suppress(TypeError):\n"
        "        answer = function(hostname, callback, **keywords)\n",
    ),
    Break("dns.py", "((from_core(address).address,", "((self._hostname,"),
    # listen(): its arguments
    Break(
        "_listen_options.py",
        '                given["host"] = rest.pop(0) or given.get("host", "")\n',
        "                rest.pop(0)\n",
    ),
    Break(
        "_listen_options.py",
        '            given["path"] = first\n',
        '            given["path"] = first + "x"\n',
    ),
    Break(
        "_listen_options.py",
        'elif "port" in given:',
        'elif "port" in given and "path" not in given:',
    ),
    Break("_listen_options.py", "bool) and value >= 0", "bool)"),
    Break(
        "_listen_options.py",
        'raise invalid_arg_value("options", given["path"])',
        "pass",
    ),
    Break("_listen_options.py", "        elif not values and given:\n", "        elif False:\n"),
    Break("_listen_options.py", '"options.port")', '"port")'),
    Break("_listen_options.py", '"hostname")', '"host")'),
    Break("_listen_options.py", "        if is_abstract and (", "        if False and ("),
    Break(
        "_listen_options.py",
        'getattr(value, "_handle", None) or getattr(value, "handle", None) or value',
        'getattr(value, "_handle", None) or value',
    ),
    # listen(): what it does
    Break(
        "_server.py",
        'self.once("listening", wanted.callback)',
        'self.on("listening", wanted.callback)',
    ),
    Break("_server.py", 'self.once("listening", wanted.callback)', "pass"),
    Break(
        "_server.py",
        "            if generation != self._listen_generation or self._handle is not None:\n"
        "                return\n",
        "",
    ),
    Break(
        "_server.py",
        "                self._listen_error(error)\n",
        "                pass\n",
    ),
    Break("_server.py", "        if self._handle is handle:\n", "        if True:\n"),
    Break(
        "_server.py",
        "self._loop.next_tick(self._emit_listening, handle)",
        "self._loop.set_immediate(self._emit_listening, handle)",
    ),
    Break(
        "_server.py", "wanted.readable_all * Pipe.READABLE", "wanted.readable_all * Pipe.WRITABLE"
    ),
    Break("_server.py", "wanted.writable_all * Pipe.WRITABLE", "0"),
    Break(
        "_server.py",
        "bind(address, wanted.port, ipv6_only=wanted.ipv6_only)",
        "bind(address, wanted.port)",
    ),
    Break("_server.py", 'system_error("EINVAL", "open")', "error"),
    Break(
        "_server.py",
        "            self._listen_failed(error, path, None)\n",
        "            self._listen_failed(error, None, None)\n",
    ),
    Break(
        "_server.py",
        "        self._end_pause()\n        self._path = None\n",
        "        self._end_pause()\n",
    ),
    Break(
        "_server.py",
        "        self._path = path\n",
        "        self._path = path + '?'\n",
    ),
    Break(
        "_server.py", "            self._listen_on(wanted.handle, wanted)\n", "            pass\n"
    ),
    Break("_server.py", "            self._listen_fd(wanted.fd, wanted)\n", "            pass\n"),
    Break(
        "_server.py",
        "        if handle is not None:\n            handle.close()\n        if self._arrivals",
        "        if self._arrivals",
    ),
    # resources
    Break("_resources.py", '["Immediate" for one', '["Check" for one'),
    Break("_resources.py", 'timers.append("Timeout")', "pass"),
    Break("_resources.py", 'requests.append("GetAddrInfoReqWrap")', "pass"),
    Break("_resources.py", "(AddressAttempt, PathAttempt)", "AddressAttempt"),
    Break("_resources.py", 'return "TCPServerWrap" if', 'return "TCPWrap" if'),
)
