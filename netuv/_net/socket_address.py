"""SocketAddress: an address with its port, as a value."""

from __future__ import annotations

from typing import Any

from .._native.address import is_ip
from .._util.errors import ArgumentValueError, invalid_arg_type, invalid_arg_value
from .._util.validators import check_integer, check_port

LARGEST_FLOW_LABEL = 0xFFFFF  # 20 bits


def invalid_address() -> ArgumentValueError:
    """``ERR_INVALID_ADDRESS``."""
    return ArgumentValueError("ERR_INVALID_ADDRESS", "Invalid socket address")


def family_number(family: object) -> int:
    """4 or 6 of ``"ipv4"`` or ``"ipv6"`` in any case."""
    number = {"ipv4": 4, "ipv6": 6}.get(family.lower()) if isinstance(family, str) else None
    if number is None:
        raise invalid_arg_value("options.family", family)
    return number


def family_argument(family: object) -> int:
    """The same of an argument, which has to be text."""
    if not isinstance(family, str):
        raise invalid_arg_type("family", "of type str", family)
    return family_number(family)


def packed(address: str, family: int) -> bytes:
    """The bytes of a literal address of ``family``, whose zone is left out."""
    if is_ip(address) != family:
        raise invalid_address()
    import socket  # slow to load

    kind = socket.AF_INET if family == 4 else socket.AF_INET6
    return socket.inet_pton(kind, address.partition("%")[0])


def unpacked(address: bytes) -> str:
    """The literal address that has these bytes."""
    import socket

    kind = socket.AF_INET if len(address) == 4 else socket.AF_INET6
    return socket.inet_ntop(kind, address)


class SocketAddress:
    """An IP address and a port (manual: Class: net.SocketAddress).

    ``address``: literal (default ``"127.0.0.1"`` or ``"::"``). ``family``:
    ``"ipv4"`` (default) or ``"ipv6"``. ``port``: 0 (default) to 65535.
    ``flowlabel``: of IPv6 only (0). Raises ``ERR_INVALID_ADDRESS``,
    ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``, ``ERR_OUT_OF_RANGE``,
    ``ERR_SOCKET_BAD_PORT``.
    """

    __slots__ = ("_number", "_packed", "_port", "_flowlabel")

    def __init__(
        self,
        *,
        address: str | None = None,
        family: str | None = None,
        port: int | str | None = None,
        flowlabel: int | None = None,
    ) -> None:
        self._number = 4 if family is None else family_number(family)
        if address is None:
            address = "127.0.0.1" if self._number == 4 else "::"
        if not isinstance(address, str):
            raise invalid_arg_type("options.address", "of type str", address)
        self._port = 0 if port is None else check_port(port, "options.port")
        label = 0
        if flowlabel is not None:
            label = check_integer(flowlabel, "options.flowlabel", 0, LARGEST_FLOW_LABEL)
        self._flowlabel = label if self._number == 6 else 0
        self._packed = packed(address, self._number)

    @property
    def address(self) -> str:
        """The address as text, in its shortest form (manual: socketaddress.address)."""
        return unpacked(self._packed)

    @property
    def family(self) -> str:
        """``"ipv4"`` or ``"ipv6"`` (manual: socketaddress.family)."""
        return f"ipv{self._number}"

    @property
    def port(self) -> int:
        """The port, 0 to 65535 (manual: socketaddress.port)."""
        return self._port

    @property
    def flowlabel(self) -> int:
        """The IPv6 flow label (manual: socketaddress.flowlabel)."""
        return self._flowlabel

    @staticmethod
    def is_socket_address(value: object) -> bool:
        """Whether ``value`` is a SocketAddress."""
        return isinstance(value, SocketAddress)

    @staticmethod
    def parse(text: str) -> SocketAddress | None:
        """The address in ``text``, or None if there is none.

        ``text``: ``"1.2.3.4:80"`` or ``"[::1]:80"``; without a port it is 0. Raises
        ``ERR_INVALID_ARG_TYPE`` for what is no ``str``.
        """
        if not isinstance(text, str):
            raise invalid_arg_type("input", "of type str", text)
        host, colon, port = text.rpartition(":")
        if not colon or (port.endswith("]") and host.startswith("[")):
            host, port = text, "0"
        family = "ipv4"
        if host.startswith("[") and host.endswith("]"):
            host, family = host[1:-1], "ipv6"
        if not (port.isascii() and (port + "0").isdigit()):
            return None
        try:
            return SocketAddress(address=host, family=family, port=int(port or "0"))
        except ValueError:
            return None

    def to_json(self) -> dict[str, Any]:
        """Its fields, for ``json.dumps``."""
        return {
            "address": self.address,
            "port": self._port,
            "family": self.family,
            "flowlabel": self._flowlabel,
        }

    def _key(self) -> tuple[bytes, int, int]:
        return (self._packed, self._port, self._flowlabel)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SocketAddress) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        text = f"address={self.address!r}, family={self.family!r}, port={self._port}"
        label = f", flowlabel={self._flowlabel}" if self._flowlabel else ""
        return f"SocketAddress({text}{label})"
