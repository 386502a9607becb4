"""Text to bytes, and bytes to text across the borders of chunks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netuv.stream._encoding import Decoder, encode, encoding_name

TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def decoded(encoding: str, chunks: list[bytes]) -> str:
    decoder = Decoder(encoding)
    return "".join(map(decoder.write, chunks)) + decoder.end()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    borders = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:stop] for start, stop in zip(borders, borders[1:])]


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("utf8", "utf8"),
        ("UTF-8", "utf8"),
        ("ucs2", "utf16le"),
        ("utf-16le", "utf16le"),
        ("binary", "latin1"),
        ("Base64", "base64"),
        ("base64url", "base64url"),
        ("hex", "hex"),
        ("ascii", "ascii"),
    ],
)
def test_each_name_has_its_canonical_form(name: str, canonical: str) -> None:
    assert encoding_name(name) == canonical


@pytest.mark.parametrize("name", ["klingon", "", None, 3, "utf-32"])
def test_an_unknown_name_is_an_error(name: object) -> None:
    with pytest.raises(ValueError, match="Unknown encoding") as caught:
        encoding_name(name)
    assert caught.value.code == "ERR_UNKNOWN_ENCODING"  # type: ignore[attr-defined]


@given(TEXT, st.lists(st.integers(0, 1000)), st.sampled_from(["utf8", "utf16le"]))
def test_text_survives_any_cutting(text: str, places: list[int], encoding: str) -> None:
    assert decoded(encoding, cut(encode(text, encoding), places)) == text


@given(
    st.binary(),
    st.lists(st.integers(0, 1000)),
    st.sampled_from(["hex", "base64", "base64url", "latin1"]),
)
def test_bytes_survive_any_cutting(data: bytes, places: list[int], encoding: str) -> None:
    text = decoded(encoding, cut(data, places))
    assert text == decoded(encoding, [data])
    assert encode(text, encoding) == data


@given(st.binary(), st.lists(st.integers(0, 1000)))
def test_broken_utf8_is_replaced_alike_however_it_is_cut(data: bytes, places: list[int]) -> None:
    assert decoded("utf8", cut(data, places)) == data.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("text", "encoding", "data"),
    [
        ("€", "utf8", b"\xe2\x82\xac"),
        ("a😀", "utf16le", b"a\0=\xd8\0\xde"),
        ("\u20ac", "latin1", b"\xac"),
        ("é", "ascii", b"\xe9"),
        ("6a6", "hex", b"j"),
        ("6azz6b", "hex", b"j"),
        ("YQ", "base64", b"a"),
        ("YQ==YQ", "base64", b"a"),
        ("-_-_", "base64", b"\xfb\xff\xbf"),
        ("Y Q\n", "base64", b"a"),
    ],
)
def test_text_is_encoded_as_node_does(text: str, encoding: str, data: bytes) -> None:
    assert encode(text, encoding) == data


def test_ascii_drops_the_high_bit_when_read() -> None:
    assert decoded("ascii", [b"\xe1\x62"]) == "ab"
