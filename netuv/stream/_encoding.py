"""Node's encodings: from text to bytes for writing, and chunk by chunk back for reading."""

from __future__ import annotations

import base64
import binascii
import codecs
from typing import Any

from .._util.errors import ArgumentValueError, plain

_NAMES = {
    "utf8": "utf8",
    "utf-8": "utf8",
    "ucs2": "utf16le",
    "ucs-2": "utf16le",
    "utf16le": "utf16le",
    "utf-16le": "utf16le",
    "latin1": "latin1",
    "binary": "latin1",
    "ascii": "ascii",
    "base64": "base64",
    "base64url": "base64url",
    "hex": "hex",
}
_CODECS = {"utf8": "utf-8", "utf16le": "utf-16-le", "latin1": "latin-1", "ascii": "latin-1"}


def encoding_name(encoding: object) -> str:
    """Node's canonical name of ``encoding``; ``ERR_UNKNOWN_ENCODING`` if it has none."""
    if isinstance(encoding, str):
        name = _NAMES.get(encoding.lower())
        if name is not None:
            return name
    raise unknown_encoding(encoding)


def unknown_encoding(encoding: object) -> ArgumentValueError:
    """``ERR_UNKNOWN_ENCODING``."""
    return ArgumentValueError("ERR_UNKNOWN_ENCODING", f"Unknown encoding: {plain(encoding)}")


def encode(text: str, encoding: str) -> bytes:
    """``text`` as bytes; ``encoding`` is a canonical name."""
    if encoding == "utf8":
        return text.encode("utf-8", "replace")
    if encoding == "utf16le":
        return text.encode("utf-16-le", "surrogatepass")
    if encoding in ("latin1", "ascii"):
        return bytes(ord(character) & 0xFF for character in text)
    if encoding == "hex":
        return _from_hex(text)
    return _from_base64(text)


def _from_hex(text: str) -> bytes:
    """As Node: up to the first pair that is no hexadecimal number."""
    result = bytearray()
    for index in range(0, len(text) - 1, 2):
        try:
            result += binascii.unhexlify(text[index : index + 2])
        except (binascii.Error, ValueError):
            break
    return bytes(result)


def _from_base64(text: str) -> bytes:
    """As Node: both alphabets, other characters skipped, padding optional."""
    clean = text.split("=")[0].replace("-", "+").replace("_", "/")
    clean = "".join(c for c in clean if c.isascii() and (c.isalnum() or c in "+/"))
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return base64.b64decode(clean + "=" * (-len(clean) % 4))


class Decoder:
    """Bytes to text across chunk borders: what does not make a character yet is kept."""

    __slots__ = ("encoding", "_codec", "_rest", "_unit")

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._codec: Any = None
        self._rest = b""
        self._unit = 3 if encoding in ("base64", "base64url") else 1
        if encoding in ("utf8", "utf16le"):
            self._codec = codecs.getincrementaldecoder(_CODECS[encoding])("replace")

    def write(self, chunk: bytes) -> str:
        """The text that is complete with ``chunk``."""
        if self._codec is not None:
            text: str = self._codec.decode(chunk)
            return text
        chunk = self._rest + chunk
        whole = len(chunk) - len(chunk) % self._unit
        self._rest = chunk[whole:]
        return self._plain(chunk[:whole])

    def end(self) -> str:
        """What is left, as well as it can be decoded."""
        if self._codec is not None:
            text: str = self._codec.decode(b"", True)
            return text
        rest, self._rest = self._rest, b""
        return self._plain(rest)

    def _plain(self, chunk: bytes) -> str:
        if self.encoding == "hex":
            return chunk.hex()
        if self.encoding == "base64":
            return base64.b64encode(chunk).decode()
        if self.encoding == "base64url":
            return base64.urlsafe_b64encode(chunk).decode().rstrip("=")
        if self.encoding == "ascii":
            return bytes(byte & 0x7F for byte in chunk).decode("latin-1")
        return chunk.decode("latin-1")
