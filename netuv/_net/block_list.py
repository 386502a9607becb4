"""BlockList: rules on addresses, and a quick answer to whether one is blocked.

All addresses are numbers of 128 bits, IPv4 as its IPv4-mapped IPv6 address. The
rules' ranges are sorted and merged when the first check after a change asks, so
a check is one binary search however many rules there are. A range whose ends are
not both IPv4, mapped or not, blocks no IPv4 address, though a subnet such as
``::/0`` does, as in Node: so IPv4 has a table of its own, without such ranges.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from .._native.address import is_ip
from .._util import validators as options
from .._util.errors import StateError, invalid_arg_type, invalid_arg_value
from .socket_address import SocketAddress, family_argument, packed

MAPPED = 0xFFFF << 32  # ::ffff:0:0
LAST_MAPPED = MAPPED + (1 << 32) - 1
_PREFIX = re.compile("[0-9]{1,3}")

AddressLike = str | SocketAddress


def _number(address: bytes) -> int:
    number = int.from_bytes(address, "big")
    return number if len(address) == 16 else MAPPED + number


class _Ranges:
    """Ranges of numbers, and whether one of them has a number."""

    __slots__ = ("added", "starts", "ends", "sorted")

    def __init__(self) -> None:
        self.added: list[tuple[int, int]] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sorted = True

    def add(self, low: int, high: int) -> None:
        self.added.append((low, high))
        self.sorted = False

    def has(self, number: int) -> bool:
        if not self.sorted:
            self._sort()
        index = bisect_right(self.starts, number) - 1
        return index >= 0 and number <= self.ends[index]

    def _sort(self) -> None:
        """Sorted, those that overlap or touch as one."""
        self.starts, self.ends = [], []
        for low, high in sorted(self.added):
            if self.ends and low <= self.ends[-1] + 1:
                self.ends[-1] = max(high, self.ends[-1])
            else:
                self.starts.append(low)
                self.ends.append(high)
        self.added = list(zip(self.starts, self.ends))
        self.sorted = True


class BlockList:
    """Rules that block addresses (manual: Class: net.BlockList).

    An address is a ``str`` with its ``family`` (``"ipv4"``, the default, or
    ``"ipv6"``), or a ``SocketAddress``. An IPv4 rule also blocks the IPv4-mapped
    IPv6 address, and the other way round. A rule that is added again stays one. Raises
    ``ERR_INVALID_ADDRESS``, ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``,
    ``ERR_OUT_OF_RANGE``.
    """

    __slots__ = ("_rules", "_ipv4", "_ipv6")

    def __init__(self) -> None:
        self._rules: dict[int | str, str] = {}  # as text, by what makes two the same; oldest first
        self._ipv4 = _Ranges()  # what is asked for an IPv4 address
        self._ipv6 = _Ranges()

    def add_address(self, address: AddressLike, family: str | None = "ipv4") -> None:
        """Blocks one ``address`` (manual: blockList.addAddress()).

        ``address``: text of ``family`` (``"ipv4"``, the default, or ``"ipv6"``), or a
        ``SocketAddress``, which has its own. Raises ``ERR_INVALID_ADDRESS``,
        ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``.
        """
        value = _to_address(address, family, "address")
        number = _number(value._packed)
        rule = f"Address: {_label(value)} {value.address}"
        self._add(rule, number, number, same=number)

    def add_range(self, start: AddressLike, end: AddressLike, family: str | None = "ipv4") -> None:
        """Blocks all from ``start`` to ``end``, both included (manual: blockList.addRange()).

        Both are text of ``family`` (``"ipv4"``, the default, or ``"ipv6"``), or a
        ``SocketAddress``. Raises ``ERR_INVALID_ADDRESS``, ``ERR_INVALID_ARG_TYPE``;
        ``ERR_INVALID_ARG_VALUE``, also where ``start`` comes after ``end``.
        """
        first = _to_address(start, family, "start")
        last = _to_address(end, family, "end")
        if first.family != last.family:
            raise invalid_arg_value("end", end, "must be of the family of start")
        low, high = _number(first._packed), _number(last._packed)
        if low > high:
            raise invalid_arg_value("start", start, "must come before end")
        rule = f"Range: {_label(first)} {first.address}-{last.address}"
        self._add(rule, low, high, ipv4=MAPPED <= low and high <= LAST_MAPPED)

    def add_subnet(self, net: AddressLike, prefix: int, family: str | None = "ipv4") -> None:
        """Blocks all whose first ``prefix`` bits are those of ``net``
        (manual: blockList.addSubnet()).

        ``net``: text of ``family`` (``"ipv4"``, the default, or ``"ipv6"``), or a
        ``SocketAddress``. ``prefix``: 0 to 32, or 128 for IPv6. Raises ``ERR_INVALID_ADDRESS``,
        ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``, ``ERR_OUT_OF_RANGE``.
        """
        value = _to_address(net, family, "net")
        bits = 8 * len(value._packed)
        prefix = options.check_integer(prefix, "prefix", 0, bits)
        size = bits - prefix
        low = _number(value._packed) >> size << size
        rule = f"Subnet: {_label(value)} {value.address}/{prefix}"
        self._add(rule, low, low + (1 << size) - 1)

    def check(self, address: AddressLike, family: str | None = "ipv4") -> bool:
        """Whether ``address`` is blocked (manual: blockList.check()).

        ``address``: text of ``family`` (``"ipv4"``, the default, or ``"ipv6"``), or a
        ``SocketAddress``. False for text that is no address of the family, or no family. Raises
        ``ERR_INVALID_ARG_TYPE``.
        """
        if not isinstance(address, SocketAddress):
            if not isinstance(address, str):
                raise invalid_arg_type("address", "of type str", address)
            wanted = "ipv4" if family is None else family
            if not isinstance(wanted, str):
                raise invalid_arg_type("family", "of type str", wanted)
            if f"ipv{is_ip(address)}" != wanted.lower():
                return False
        value = _to_address(address, family, "address")
        ranges = self._ipv4 if len(value._packed) == 4 else self._ipv6
        return ranges.has(_number(value._packed))

    @property
    def rules(self) -> list[str]:
        """The rules as text, the newest first (manual: blockList.rules)."""
        return list(self._rules.values())[::-1]

    def to_json(self) -> list[str]:
        """The rules, for ``json.dumps`` and ``from_json``."""
        return self.rules

    def from_json(self, data: str | list[str]) -> None:
        """Adds the rules of ``data``: what ``to_json`` gave, as a list or as JSON text of it.

        All of them, or none where one is wrong. Raises ``ERR_INVALID_ARG_TYPE``,
        ``ERR_INVALID_ARG_VALUE``, ``ERR_INVALID_ADDRESS``, ``ERR_OUT_OF_RANGE``.
        """
        rules: Any = _from_text(data) if isinstance(data, str) else data
        if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
            raise invalid_arg_type("data", "a list of str, or JSON of one", data)
        added = BlockList()
        for rule in reversed(rules):
            added._add_rule(rule)
        self._rules.update(added._rules)
        for low, high in added._ipv4.added:
            self._ipv4.add(low, high)
        for low, high in added._ipv6.added:
            self._ipv6.add(low, high)

    @staticmethod
    def is_block_list(value: object) -> bool:
        """Whether ``value`` is a BlockList."""
        return isinstance(value, BlockList)

    def _add_rule(self, rule: str) -> None:
        kind, _, rest = rule.partition(": ")
        family, _, what = rest.partition(" ")
        if kind == "Address":
            self.add_address(what, family)
        elif kind == "Range":
            start, _, end = what.partition("-")
            self.add_range(start, end, family)
        elif kind == "Subnet" and _PREFIX.fullmatch(what.rpartition("/")[2]):
            net, _, prefix = what.rpartition("/")
            self.add_subnet(net, int(prefix), family)
        else:
            raise invalid_arg_value("data", rule)

    def _add(
        self, rule: str, low: int, high: int, *, ipv4: bool = True, same: int | None = None
    ) -> None:
        """``same``: the same of each rule that is this one, in whatever words."""
        key = rule if same is None else same
        is_new = key not in self._rules
        self._rules[key] = rule
        if is_new:
            self._ipv6.add(low, high)
        if is_new and ipv4:
            self._ipv4.add(low, high)


def _from_text(data: str) -> Any:
    import json  # few need it, and it takes a while to load

    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise invalid_arg_value("data", data, "must be JSON of a list of str") from None


def check_block_list(value: Any, name: str) -> BlockList | None:
    """The option ``block_list``."""
    if value is not None and not isinstance(value, BlockList):
        raise invalid_arg_type(name, "an instance of BlockList", value)
    return value


def blocked(block_list: BlockList | None, address: str) -> StateError | None:
    """The ``ERR_IP_BLOCKED`` of a literal address, or None."""
    if block_list is None or not block_list.check(address, f"ipv{is_ip(address)}"):
        return None
    return StateError("ERR_IP_BLOCKED", f"IP({address}) is blocked by net.BlockList")


def _to_address(address: Any, family: object, name: str) -> SocketAddress:
    if isinstance(address, SocketAddress):
        return address
    if not isinstance(address, str):
        raise invalid_arg_type(name, "of type str", address)
    number = 4 if family is None else family_argument(family)
    packed(address, number)
    return SocketAddress(address=address, family=f"ipv{number}")


def _label(address: SocketAddress) -> str:
    return address.family.replace("ip", "IP")
