"""Addresses as values."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .binding import ffi, lib

_ZONE = re.compile(r"[0-9a-zA-Z.:-]+")  # Node's idea of one


class Address(NamedTuple):
    """What ``address()`` gives: ``("127.0.0.1", "IPv4", 8124)``.

    ``address``: literal; ``family``: ``"IPv4"`` or ``"IPv6"``; ``port``.
    """

    address: str
    family: str
    port: int


class DropInfo(NamedTuple):
    """The argument of a TCP server's ``"drop"`` (manual: Event: 'drop').

    ``local_address``, ``local_port``, ``local_family`` and ``remote_address``, ``remote_port``,
    ``remote_family``. What the system does not say is None: of a peer that is gone, say.
    """

    local_address: str | None
    local_port: int | None
    local_family: str | None
    remote_address: str | None
    remote_port: int | None
    remote_family: str | None


def from_core(address: Any) -> Address:
    """A ``nuv_address`` as an Address."""
    return Address(ffi.string(address.ip).decode(), f"IPv{address.family}", address.port)


def is_ip(text: object) -> int:
    """Whether ``text`` is a literal IP address: 4, 6, or 0 (manual: net.isIP()).

    Anything that is no ``str`` is none.
    """
    if not isinstance(text, str) or "\0" in text or not text.isascii():
        return 0
    _, percent, zone = text.partition("%")
    if percent and not _ZONE.fullmatch(zone):
        return 0
    family: int = lib.nuv_address_family(text.encode())
    return family


def is_ipv4(text: object) -> bool:
    """Whether ``text`` is a literal IPv4 address (manual: net.isIPv4())."""
    return is_ip(text) == 4


def is_ipv6(text: object) -> bool:
    """Whether ``text`` is a literal IPv6 address (manual: net.isIPv6())."""
    return is_ip(text) == 6


def is_link_local(text: str) -> bool:
    """Whether ``text`` is a literal IPv6 address that is good on one link only (fe80::/10)."""
    if is_ip(text) != 6:
        return False
    import socket  # slow to load

    packed = socket.inet_pton(socket.AF_INET6, text.partition("%")[0])
    return packed[0] == 0xFE and packed[1] & 0xC0 == 0x80
