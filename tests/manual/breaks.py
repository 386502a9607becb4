"""The breaks of mutations.py: each takes one promise of the manuals away."""

from __future__ import annotations

from parity.breaks import Break

_SERVER = (
    ('            self.on("connection", connection_listener)\n', "            pass\n"),
    ('"options.allow_half_open")', '"options.allow_half_open") or True'),
    ('check_bool(allow_half_open, "options.allow_half_open")', 'check_bool(False, "")'),
    ('check_bool(pause_on_connect, "options.pause_on_connect")', 'check_bool(True, "")'),
    ('check_bool(pause_on_connect, "options.pause_on_connect")', 'check_bool(False, "")'),
    ('check_bool(no_delay, "options.no_delay")', 'check_bool(True, "")'),
    ('check_bool(no_delay, "options.no_delay")', 'check_bool(False, "")'),
    ('check_bool(keep_alive, "options.keep_alive")', 'check_bool(True, "")'),
    ('check_bool(keep_alive, "options.keep_alive")', 'check_bool(False, "")'),
    ("options.seconds_of(self.keep_alive_initial_delay)", "0"),
    ("options.seconds_of(self.keep_alive_initial_delay)", "8"),
    ('options.high_water_mark(high_water_mark, "options.high_water_mark")', "16384"),
    ("            return handle.getsockname()\n        if", "            return ()\n        if"),
    ("        return self._path\n", "        return None\n"),
    ("        handle, self._handle = self._handle, None\n", "        handle = None\n"),
    (
        "        self._emit_close_if_drained()\n        return self\n",
        "        self._emit_close_if_drained()\n        return None\n",
    ),
    (
        "callback, None, self._connections)\n        return self\n",
        "callback, None, self._connections)\n        return None\n",
    ),
    ("callback, None, self._connections)", "callback, None, str(self._connections))"),
    ("return address.address, address.port, address.family", "return '::', 0, 'IPv5'"),
    (
        "DropInfo(*_swap(handle.getsockname()), *_swap(handle.getpeername()))",
        "DropInfo(*_swap(handle.getpeername()), *_swap(handle.getsockname()))",
    ),
    ("        info = None\n", "        info = DropInfo(*'123456')\n"),
    ("        return self._connections\n", "        return 0\n"),
    ('get_connections()", DeprecationWarning\n', 'get_connections()", RuntimeWarning\n'),
    ("            backlog,\n            paused", "            99,\n            paused"),
    (
        "        handle.owner = self\n        handle.set_max",
        "        import os, socket\n"
        "        with socket.socket(fileno=os.dup(handle.fd)) as s:\n"
        "            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)\n"
        "        handle.owner = self\n        handle.set_max",
    ),
    ('self.once("listening", wanted.callback)', 'self.on("listening", wanted.callback)'),
    ('self.once("listening", wanted.callback)', "pass"),
    (
        "        self._opening = True\n        return self\n",
        "        self._opening = True\n        return None\n",
    ),
    ("Pipe.READABLE | wanted.writable_all * Pipe.WRITABLE", "Pipe.READABLE"),
    ("wanted.readable_all * Pipe.READABLE |", ""),
    ("if wanted.readable_all or wanted.writable_all:", "if wanted.readable_all ^ True:"),
    ('handle.bind("::", wanted.port, ', 'handle.bind("::1", wanted.port, '),
    ("self._max_connections = count\n", "self._max_connections = None\n"),
    ("            self._handle.ref()\n", "            pass\n"),
    ("            self._handle.unref()\n", "            pass\n"),
    ("            handle.bind(path)\n", "            handle.bind(path[:100])\n"),
    (
        "            self._listen_failed(error, path, None)\n",
        "            __import__('os').unlink(path)\n"
        "            self._listen_failed(error, path, None)\n",
    ),
    (
        "        if handle is not None:\n            handle.close()\n        if self._arr",
        "        if handle is not None:\n            path = self.__dict__.get('p')\n"
        "            handle.close()\n            path and open(path, 'w').close()\n"
        "        if self._arr",
    ),
    ("        self._handle.set_accepting(False)\n", "        pass\n"),
    ("msecs: float = 1000", "msecs: float = 10000"),
    ("        self._connections += 1\n", "        self._connections += 2\n"),
    ("        return self._handle is not None\n", "        return self._connections == 0\n"),
    ("            handle.close()\n        if", "            handle.unref()\n        if"),
)

_LISTEN = (
    ('getattr(value, "_handle", None) or getattr(value, "handle", None) or value', "value"),
    ('given["fd"] = fd', 'given["fd"] = 0'),
    ("        elif not values and given:\n", "        elif False:\n"),
    ('self.port = options.check_port(value, "options.port")', "self.port = 0"),
    ('self.host = options.check_str(given["host"], "hostname") or None', "self.host = None"),
    ('self.path = given["path"]', 'self.path = given["path"] + "x"'),
    ('elif "port" in given:', 'elif "port" in given and "path" not in given:'),
    ('options.check_bool(given.get("exclusive"), "options.exclusive")', "pass"),
    ('options.check_bool(given.get("ipv6_only"), "options.ipv6_only")', "True"),
    ('options.check_bool(given.get("ipv6_only"), "options.ipv6_only")', "False"),
    ('self.signal = given.get("signal")', "self.signal = None"),
    ("number if number is not None and number > 0 else", ""),
    ('self.callback = given.pop("callback")', 'given.pop("callback")'),
    ('given["host"] = rest.pop(0)', 'rest.pop(0); given["host"] = "127.0.0.1"; ""'),
)

_SOCKET = (
    (
        "        if readable:\n            self.read(0)\n",
        "        if not readable:\n            self.read(0)\n",
    ),
    ("            self._r |= ENDED | END_EMITTED\n", "            self.read(0)\n"),
    ("        if not writable:\n", "        if False:\n"),
    ("        if not writable:\n", "        if True:\n"),
    (
        "        elif fd is not None:\n",
        "        elif False in (readable, writable):\n            self.push(None)\n"
        "        elif fd is not None:\n",
    ),
    ("        elif fd is not None:\n", "        elif False:\n"),
    ('options.check_bool(allow_half_open, "options.allow_half_open")', "True"),
    ('options.check_bool(allow_half_open, "options.allow_half_open")', "False"),
    ("            self._abort_by(signal)\n", "            pass\n"),
    ("            self._set_type(type)\n", "            pass\n"),
    (
        "        Duplex.destroy(self, error)\n",
        "        self._handle and self._handle.read_stop()\n",
    ),
    ("        if self.writable:\n            self.end()\n", "        self.destroy()\n"),
    (
        "        if self._w & FINISHED:\n            self.destroy()\n",
        "        if False:\n            pass\n",
    ),
    ("destroy(socket_closed())\n        elif", 'destroy(OSError("closed"))\n        elif'),
    ('"ERR_INVALID_HANDLE_TYPE"', '"ERR_HANDLE_TYPE"'),
    ('            self.once("connect", self._reset)\n', "            self.destroy()\n"),
    ("            handle.unref()\n", "            pass\n"),
    (
        '            self.once("connect", wanted.listener)\n',
        '            self.on("connect", wanted.listener)\n',
    ),
    ('            self.once("connect", wanted.listener)\n', "            pass\n"),
    (
        "        start(self, wanted)\n        return self\n",
        "        start(self, wanted)\n        return None\n",
    ),
    ("            self._start_over()\n", "            return self\n"),
    ('            self.emit("connect")\n', '            self.emit("connected")\n'),
    (
        '        self.emit("close", had_error)\n',
        '        self.emit("close", had_error)\n        self.emit("close", had_error)\n',
    ),
)

_SOCKET_IO = (
    ("return self._write_rest(chunk, left)", "return True"),
    ("if not left:\n                return True", "if not left:\n                return False"),
    ("        return queue.length == 0\n", "        return True\n"),
    (
        "    def _handle_data(self, chunk: bytes) -> None:\n",
        "    def _handle_data(self, chunk: bytes) -> None:\n        chunk = bytearray(chunk)\n",
    ),
)

_SOCKET_OPTIONS = (
    (
        "        milliseconds = options.check_timeout(timeout)\n",
        "        milliseconds = timeout or 2\n",
    ),
    ("        self._timeout = milliseconds\n", "        self._timeout = milliseconds + 60\n"),
    (
        "            options.check_callable(callback)\n        self._start",
        "            pass\n        self._start",
    ),
    ('self.once("timeout", callback)', 'self.on("timeout", callback)'),
    ("        on = bool(no_delay)\n", "        on = not no_delay\n"),
    ("        on = bool(no_delay)\n", "        on = True\n"),
    ("no_delay: bool = True", "no_delay: bool = False"),
    ("enable: bool = False", "enable: bool = True"),
    ("set_keep_alive(bool(enable), seconds)", "set_keep_alive(True, seconds)"),
    ("set_keep_alive(bool(enable), seconds)", "set_keep_alive(bool(enable), 60)"),
    (
        "            self._handle.set_keep_alive(bool(enable), seconds)\n",
        "            self._handle.set_keep_alive(bool(enable), seconds)\n"
        "            import os, socket\n"
        "            with socket.socket(fileno=os.dup(self._handle.fd)) as s:\n"
        "                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 9)\n"
        "                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 75)\n",
    ),
    ("seconds if enable else None\n        return self", "None\n        return None"),
    ("            self._handle.ref()\n", "            pass\n"),
    ("            self._handle.unref()\n", "            pass\n"),
)

_DESTROY = (
    (
        "            self._wq.drainers.wake()\n        return self\n",
        "            self._wq.drainers.wake()\n        return None\n",
    ),
    (
        "        Duplex.destroy(self, error)\n",
        "        Duplex.destroy(self, error if error is None else OSError())\n",
    ),
)

_STATE = (
    ("return bool(self._state & CONNECTING)", "return self._handle is not None"),
    ("return self._handle is None or self.connecting", "return self._handle is None"),
    ("return self._handle is None or self.connecting", "return self.connecting"),
    ('            return "opening"\n', '            return "connecting"\n'),
    ('            return "open"\n', '            return "opened"\n'),
    ('            return "readOnly"\n', '            return "open"\n'),
    ('"writeOnly" if self.writable else "closed"', '"closed"'),
    ('"writeOnly" if self.writable else "closed"', '"writeOnly"'),
    ("        return self._timeout\n", "        return self._timeout or 0\n"),
    ("self._extra.attempted_addresses\n", "(self._extra.attempted_addresses or [])\n"),
    ("self._extra.attempted_addresses\n", "(self._extra.attempted_addresses or [])[:1]\n"),
    (
        "            count: int = self._handle.bytes_read\n            return count",
        "            return 1",
    ),
    ("else self._extra.bytes_read", "else 1"),
    ("            return count + waiting\n", "            return waiting\n"),
    ("else self._extra.bytes_written)", "else 1)"),
    ("None if self._handle is None else self.writable_length", "0"),
    (
        "            return self._handle.getsockname()\n",
        "            return self._handle.getpeername()\n",
    ),
    ("        return local.address if local else None\n", "        return '::'\n"),
    ("        return local.port if local else None\n", "        return 1\n"),
    ("        return local.family if local else None\n", "        return 'IPv4'\n"),
    ("        return local.family if local else None\n", "        return 'IPv6'\n"),
    ("        return peer.address if peer else None\n", "        return '127.0.0.1'\n"),
    ("        return peer.port if peer else None\n", "        return 1\n"),
    ("        return peer.family if peer else None\n", "        return 'IPv4'\n"),
    ("        return peer.family if peer else None\n", "        return 'IPv6'\n"),
)

_CONNECT_OPTIONS = (
    ('given.get("host", "")', '""'),
    ('or "localhost"', 'or "127.0.0.1"'),
    ("    auto_select_family: bool | str = False", "    auto_select_family: bool | str = True"),
    ("    attempt_timeout = 250", "    attempt_timeout = 300"),
    ("max(number, SHORTEST_ATTEMPT)", "max(number, 400)"),
    ("max(number, SHORTEST_ATTEMPT)", "number"),
    ("        self.local_address: str | None = address\n", "        self.local_address = None\n"),
    ("        self.local_port = int(port or 0)\n", "        self.local_port = 0\n"),
    ('given.get("lookup", dns.lookup)', "dns.lookup"),
    ('given.get("family", 0)', "4"),
    ('given.get("family", 0)', 'given.get("family", 6)'),
    ('dns.check_hints(given.get("hints"))', "0"),
    ('dns.check_hints(given.get("hints"))', 'given.get("hints", 0)'),
    ('bool(given.get("no_delay", False))', "True"),
    ('bool(given.get("no_delay", False))', "False"),
    ('bool(given.get("keep_alive", False))', "True"),
    ('bool(given.get("keep_alive", False))', "False"),
    (
        'given.get("keep_alive_initial_delay", 0), "options.keep_alive_initial_delay"',
        '0, "x"',
    ),
    ('given.get("keep_alive_initial_delay", 0)', 'given.get("keep_alive_initial_delay", 9000)'),
    (
        "self.auto_select_family: bool | str = False if ignored else wanted",
        "self.auto_select_family = wanted",
    ),
    (
        "self.auto_select_family: bool | str = False if ignored else wanted",
        "self.auto_select_family = False",
    ),
    ("timeout = given.get(name, _Defaults.attempt_timeout)", "timeout = 250"),
    ("timeout = given.get(name, _Defaults.attempt_timeout)", "timeout = 40"),
    ("_Defaults.auto_select_family = _check", "_check"),
    ("_Defaults.attempt_timeout = _check", "_check"),
    ("    return _Defaults.auto_select_family\n", "    return 0\n"),
    ("    return _Defaults.attempt_timeout\n", "    return 251\n"),
    ('        if given.get("path"):\n', '        if given.get("path") and "port" not in given:\n'),
    ('            given["path"] = values[0]\n', '            given["path"] = values[0] + "x"\n'),
    ('zip(("port", "host"), values)', 'zip(("port", "h"), values)'),
    ("        self.port = options.check_port(port)\n", "        self.port = 1\n"),
    ('            self.listener = given["listener"]\n', "            pass\n"),
    (
        "        values, self.listener = options.split_callback(args)\n",
        "        values, self.listener = options.split_callback(args)[0], None\n",
    ),
    ('            raise TypeError(f"connect() got', '            print(f"connect() got'),
    ('            given.setdefault("family", int(kind[3]))\n', "            pass\n"),
    ('if kind is not None and ("path" in given) != (kind == "unix"):', "if kind is not None:"),
    ('if kind is not None and ("path" in given) != (kind == "unix"):', "if kind is None:"),
)

_CONNECT = (
    ("        socket._more().keep_alive = options.seconds_of(", "        str("),
    ("    for index in range(max(len(first), len(second))):\n", "    for index in range(1):\n"),
    ("    return ordered\n", "    return first + second\n"),
    ('self.socket.emit("connection_attempt_timeout", *where)', "pass"),
    ('        self.socket.emit("connection_attempt_failed", *where, error)\n', "        pass\n"),
    (
        '        self.socket.emit("connection_attempt", address, self.wanted.port, family)\n',
        "        pass\n",
    ),
    (
        '        self.socket.emit("connection_attempt", address, self.wanted.port, family)\n',
        '        self.socket.emit("connection_attempt", family, address, self.wanted.port)\n',
    ),
    (
        "        where = (attempt.address, self.wanted.port, attempt.family)\n"
        '        self.socket.emit("connection_attempt_failed"',
        '        where = (0, 0, 0)\n        self.socket.emit("connection_attempt_failed"',
    ),
    (
        "        where = (attempt.address, self.wanted.port, attempt.family)\n"
        '        self.socket.emit("connection_attempt_timeout"',
        '        where = (0, 0, 0)\n        self.socket.emit("connection_attempt_timeout"',
    ),
    (
        "extra.attempted_addresses = [] if select and self.several else None",
        "extra.attempted_addresses = []",
    ),
    ('tried.append(f"{address}:{self.wanted.port}")', "tried.append(address)"),
    (
        "        if self.waiting:\n            self.timer",
        "        if False:\n            self.timer",
    ),
    ("        socket.set_timeout(timeout)\n", "        pass\n"),
    ("    return socket.connect(*args, **keywords)\n", "    socket.connect(*args, **keywords)\n"),
    ("readable writable allow_half_open high", "readable writable high"),
    ("high_water_mark signal type", "signal type"),
    (
        'self.socket.emit("lookup", error, address, family, self.wanted.host)',
        'self.socket.emit("lookup", 0, 0, 0, 0)',
    ),
    ("        self.handle.bind(local, wanted.local_port)\n", "        pass\n"),
    ("    refused = blocked(", "    refused = None and blocked("),
    ("        refused = blocked(", "        refused = None and blocked("),
    ("            self._fail(wrong or", "            self.x(wrong or"),
    ("    if wanted.no_delay:\n", "    if not wanted.no_delay:\n"),
    ("    if wanted.keep_alive:\n", "    if not wanted.keep_alive:\n"),
    ("            socket._connected()\n", "            socket.destroy()\n"),
    ("    PathAttempt(socket, wanted.path).start()\n", "    pass\n"),
    ("        PathAttempt(socket, wanted.path).start()\n", "        pass\n"),
)

_BLOCKLIST = (
    ("return self._rules[::-1]", "return self._rules"),
    ("index >= 0 and number <= self.ends[index]", "index >= 0"),
    ("index >= 0 and number <= self.ends[index]", "index >= 0 and number < self.ends[index]"),
    (
        'add_address(self, address: AddressLike, family: str = "ipv4")',
        'add_address(self, address: AddressLike, family: str = "ipv6")',
    ),
    ('end: AddressLike, family: str = "ipv4")', 'end: AddressLike, family: str = "ipv6")'),
    ('prefix: int, family: str = "ipv4")', 'prefix: int, family: str = "ipv6")'),
    (
        'check(self, address: AddressLike, family: str = "ipv4")',
        'check(self, address: AddressLike, family: str = "ipv6")',
    ),
    ("low + (1 << size) - 1)", "low)"),
    ('check_integer(prefix, "prefix", 0, bits)', 'check_integer(prefix, "", 0, 999)'),
    ("        if low > high:\n", "        if False:\n"),
    ("    if isinstance(address, SocketAddress):\n        return address\n", ""),
    ("        self._ipv6.add(low, high)\n", "        pass\n"),
    ("            self._ipv4.add(low, high)\n", "            pass\n"),
    (
        "    packed(address, number)\n    return SocketAddress(address=address, family",
        "    return SocketAddress(address='::1' if number == 6 else '1.2.3.4', family",
    ),
    (
        "        return ranges.has(_number(value._packed))\n",
        "        return int(ranges.has(_number(value._packed)))\n",
    ),
)

_VALUES = (
    (
        "_socket_address.py",
        'address = "127.0.0.1" if self._number == 4 else "::"',
        'address = "127.0.0.1"',
    ),
    (
        "_socket_address.py",
        'address = "127.0.0.1" if self._number == 4 else "::"',
        'address = "0.0.0.0" if self._number == 4 else "::"',
    ),
    (
        "_socket_address.py",
        "self._number = 4 if family is None else",
        "self._number = 6 if family is None else",
    ),
    ("_socket_address.py", 'return f"ipv{self._number}"', 'return f"IPv{self._number}"'),
    ("_socket_address.py", "label if self._number == 6 else 0", "label"),
    ("_socket_address.py", "label if self._number == 6 else 0", "0"),
    ("_socket_address.py", "        return self._port\n", "        return 0\n"),
    ("_socket_address.py", "self._key() == other._key()", "self._packed == other._packed"),
    ("_socket_address.py", "self._key() == other._key()", "self is other"),
    (
        "_socket_address.py",
        "        return socket.inet_ntop(_FAMILIES[self._number], self._packed)\n",
        "        return str(self._packed)\n",
    ),
    ("_address.py", "return is_ip(text) == 4", "return is_ip(text)"),
    ("_address.py", "return is_ip(text) == 4", "return is_ip(text) != 0"),
    ("_address.py", "return is_ip(text) == 6", "return is_ip(text) != 0"),
    ("_address.py", "    return family\n", "    return family or 4\n"),
    ("_options.py", "DEFAULT_BACKLOG = 511", "DEFAULT_BACKLOG = 512"),
    ("_options.py", "    return _default_marks[bool(object_mode)]\n", "    return 16384\n"),
    (
        "_options.py",
        "return min(max(0, int(milliseconds // 1000)), LONGEST_KEEP_ALIVE)",
        "return 0",
    ),
    (
        "_encoding.py",
        'return text.encode("utf-8", "replace")',
        'return text.encode("latin-1", "replace")',
    ),
    (
        "_encoding.py",
        "return bytes(ord(character) & 0xFF for character in text)",
        "return text.encode()",
    ),
    ("_encoding.py", "    return bytes(result)\n", "    return text.encode()\n"),
    (
        "_encoding.py",
        "            return chunk.hex()\n",
        "            return chunk.hex().upper()\n",
    ),
    (
        "_readable.py",
        'decoder = Decoder(encoding_name(encoding or "utf8"))',
        'decoder = Decoder(encoding_name(encoding or "latin1"))',
    ),
    (
        "_readable.py",
        "        self._r |= PAUSED\n        return self\n",
        "        self._r |= PAUSED\n        return None\n",
    ),
    (
        "_readable.py",
        "            self._r = (self._r | STOPPED) & ~FLOWING\n",
        "            pass\n",
    ),
    (
        "_readable.py",
        "        self._r &= ~PAUSED\n        self._flow_changed()\n        return self\n",
        "        self._r &= ~PAUSED\n        self._flow_changed()\n        return None\n",
    ),
    (
        "_readable.py",
        ".decode(decoder)\n        self._flow_changed()\n        return self",
        ".decode(decoder)\n        self._flow_changed()\n        return",
    ),
    (
        "_readable.py",
        "            self._resume_later()\n        self._r &= ~PAUSED",
        "            pass\n        self._r &= ~PAUSED",
    ),
    (
        "_writable.py",
        "                queue.at_finish.append(callback)\n        return self\n",
        "                queue.at_finish.append(callback)\n        return None\n",
    ),
    (
        "_writable.py",
        "                queue.at_finish.append(callback)\n",
        "                pass\n",
    ),
    (
        "_writable.py",
        "            result = self._start_write(chunk, encoding, None)\n",
        '            result = self._start_write(chunk, "utf8", None)\n',
    ),
    ("_writable.py", "            entry.callback(error)\n", "            pass\n"),
    (
        "_writable.py",
        'self._errored or destroyed_error("write"))\n        self._call_at',
        "None)\n        self._call_at",
    ),
    (
        "_writable.py",
        '                self.emit("drain")\n',
        '                self.emit("drained")\n',
    ),
    ("_duplex.py", "self._life | ALLOW_HALF_OPEN if on else", "self._life if on else"),
    ("_duplex.py", "        return bool(self._life & ALLOW_HALF_OPEN)\n", "        return False\n"),
    (
        "_lifecycle.py",
        "        return bool(self._life & DESTROYED)\n",
        "        return bool(self._life & CLOSED)\n",
    ),
    (
        "_events.py",
        "            listener(*args)\n        return True",
        "            listener()\n        return True",
    ),
    (
        "_events.py",
        "            listener(*args)\n        return True",
        "            listener(*args)\n        return None",
    ),
    (
        "_events.py",
        "listeners = (listener, *before) if prepend else (*before, listener)",
        "listeners = (listener, *before)",
    ),
    (
        "_events.py",
        "listeners = (listener, *before) if prepend else (*before, listener)",
        "listeners = (*before, listener)",
    ),
    (
        "_events.py",
        "        self.emitter.remove_listener(self.event, self)\n        self.fired = True\n",
        "",
    ),
    (
        "_events.py",
        "                self._set_listeners(event, listeners[:index] + listeners[index + 1 :])\n",
        "                pass\n",
    ),
    (
        "dns.py",
        "            self.callback(None, *found[0])\n",
        "            self.callback(None, '127.0.0.2', 4)\n",
    ),
    ("dns.py", "if number not in (0, 4, 6)", "if number not in (0, 4, 5, 6)"),
    ("_loop.py", "        self._ticks.append((callback, args))\n", "        callback(*args)\n"),
    ("_basehandle.py", "lib.nuv_stream_set_accepting(self._open_stream(), on)", "0"),
    (
        "_handle.py",
        '        if result < 0:\n            raise exception(result, "bind", address=os',
        '        open(path + "x", "w")\n'
        '        if result < 0:\n            raise exception(result, "bind", address=os',
    ),
    (
        "_server_async.py",
        "        await closed.first()\n    except",
        "        pass\n    except",
    ),
    ("_server_async.py", "            self.close()\n", "            pass\n"),
    (
        "_lifecycle.py",
        "            self._emit_error(error)\n        finally:",
        "            pass\n        finally:",
    ),
    (
        "_pipeline.py",
        "            self.loop.next_tick(self.callback, *told)",
        "            self.callback(1, 2, 3)",
    ),
)

_NARROW = (
    ("_connect_options.py", 'options.check_callable(self.lookup, "options.lookup")', "pass"),
    ("_connect_options.py", '"ERR_MISSING_ARGS"', '"ERR_MISSING"'),
    ("_server.py", '"ERR_SERVER_ALREADY_LISTEN"', '"ERR_SERVER_LISTENS"'),
    (
        "_server.py",
        'self.on("connection", connection_listener)',
        'self.on("connection", lambda *a: connection_listener(*a))',
    ),
    (
        "_server.py",
        'self._listen_on(handle, wanted, "::", wanted.port)\n',
        'self._listen_on(handle, wanted, "::", wanted.port); self.emit("listening")\n',
    ),
    (
        "_server.py",
        "            handle.bind(address, wanted.port, ipv6_only=wanted.ipv6_only)\n",
        '            handle.bind(address, wanted.port, ipv6_only=":" in address)\n',
    ),
    ("_socket_options.py", "max(1, int(self._timeout)) if", "1 if"),
    (
        "_socket.py",
        "            (handle.reset if reset else handle.close)(",
        "            self._loop.next_tick(",
    ),
    (
        "_socket_io.py",
        "            self._handle.shutdown()\n",
        "            self._handle.read_stop()\n            self._handle.shutdown()\n",
    ),
    (
        "_socket.py",
        '            self.emit("ready")\n',
        '            self._loop.next_tick(self.emit, "ready")\n',
    ),
    ("_socket_options.py", '"ERR_METHOD_NOT_IMPLEMENTED"', '"ERR_NOT_IMPLEMENTED"'),
    ("_socket.py", "        self._state |= RESETTING\n", "        self._state |= 0\n"),
    ("_socket_options.py", 'self.emit("timeout")', 'self.emit("timeout"); self.destroy()'),
    ("_socket_io.py", 'view.cast("B") if view.c_contiguous else view.tobytes()', 'b"?"'),
    (
        "_connect.py",
        "    socket = Socket(**made)\n",
        "    socket = Socket(**made)\n"
        '    if "readable" in made:\n        socket.push(None)\n'
        '    if "writable" in made:\n        socket.end()\n',
    ),
    (
        "_writable.py",
        "        if chunk is not None:\n            result",
        "        if isinstance(chunk, (str, bytes)):\n            result",
    ),
    (
        "_encoding.py",
        "            text: str = self._codec.decode(chunk)\n            return text\n",
        "            return chunk\n",
    ),
    (
        "_address.py",
        "    family: int = lib",
        "    family: int = 4 if text.count('.') == 3 else lib",
    ),
)

_ONREAD = (
    ("_onread.py", "self._callback(length, buffer) is not False", "self._callback(length, buffer)"),
    ("_onread.py", "            if not goes_on:\n                self._stop(socket)\n", ""),
    ("_onread.py", "self._callback(length, buffer)", "self._callback(length + 1, buffer)"),
    ("_onread.py", "self._callback(length, buffer)", "self._callback(length, bytes(buffer))"),
    (
        "_onread.py",
        "                following = self._call_next()\n",
        "                following = None\n",
    ),
    (
        "_onread.py",
        "        self._stop(socket)\n        return type(socket).pause",
        "        return type(socket).pause",
    ),
    (
        "_onread.py",
        'raise invalid_arg_type(f"{name}.buffer", _EXPECTED, buffer)',
        'raise invalid_arg_value(f"{name}.buffer", buffer)',
    ),
    (
        "_socket_io.py",
        "if self._state & ONREAD and not self._handle.reading:",
        "if self._state & ONREAD:",
    ),
)

BREAKS = tuple(
    Break(file, old, new)
    for file, breaks in (
        ("_server.py", _SERVER),
        ("_listen_options.py", _LISTEN),
        ("_socket.py", (*_SOCKET, *_DESTROY)),
        ("_socket_io.py", _SOCKET_IO),
        ("_socket_options.py", _SOCKET_OPTIONS),
        ("_socket_state.py", _STATE),
        ("_connect_options.py", _CONNECT_OPTIONS),
        ("_connect.py", _CONNECT),
        ("_blocklist.py", _BLOCKLIST),
    )
    for old, new in breaks
) + tuple(Break(*entry) for entry in (*_VALUES, *_NARROW, *_ONREAD))
