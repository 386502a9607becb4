"""The C files stand on floors, which csrc/README.md lists: calls go down, and never back up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSRC = Path(__file__).resolve().parents[2] / "csrc"
FLOORS = {
    name: int(floor)
    for floor, name in re.findall(
        r"^\| (\d+) \| (\S+\.c) \|", (CSRC / "README.md").read_text(), re.MULTILINE
    )
}
FILES = sorted(str(path.relative_to(CSRC)) for path in CSRC.rglob("*.c"))
HEADERS = {  # which of ours each may include
    "nuv_api.h": set(),
    "nuv.h": {"nuv_api.h"},
    "nuv_internal.h": {"nuv.h"},
    "cffi_calls.h": set(),
    "cpython/lane.h": set(),
}
NAME = re.compile(r"\bnuv_\w+")
# A definition starts in the first column, and its body's brace ends a line.
DEFINITION = re.compile(r"^(?!typedef)\w[^;{}=#]*?\b(nuv_\w+)\([^;{}]*\)\s*\{", re.MULTILINE)
INLINE = re.compile(r"^static inline [^;{}]*?\b(nuv_\w+)\([^;{}]*\) \{$(.*?)^\}$", re.M | re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
SYSTEM = re.compile(r"^#\s*(?:if|elif).*\b(_WIN32|__\w+__)", re.MULTILINE)


def code_of(name: str) -> str:
    """The file without comments and literals."""
    text = (CSRC / name).read_text()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r'(?<!include )"(?:\\.|[^"\\\n])*"', '""', text)


CODE = {name: code_of(name) for name in [*FILES, *HEADERS]}
HOMES: dict[str, set[str]] = {}
for file in FILES:
    for function in DEFINITION.findall(CODE[file]):
        HOMES.setdefault(function, set()).add(file)
INLINES = {name: set(NAME.findall(body)) for name, body in INLINE.findall(CODE["nuv_internal.h"])}


def called_by(name: str) -> set[str]:
    """All functions that the file names, and those that inline ones of the header call in it."""
    found, new = set(), set(NAME.findall(CODE[name]))
    while new:
        found |= new
        new = {inner for name in new for inner in INLINES.get(name, ())} - found
    return found


def test_every_file_has_a_floor() -> None:
    assert set(FILES) == set(FLOORS)


def test_every_function_has_one_home() -> None:
    systems = {"platform_unix.c", "platform_win.c"}
    assert {
        name: homes for name, homes in HOMES.items() if len(homes) > 1 and homes != systems
    } == {}
    assert len(HOMES) > 150


@pytest.mark.parametrize("name", FILES)
def test_calls_go_down(name: str) -> None:
    for function in called_by(name):
        homes = HOMES.get(function, set())
        for home in homes if name not in homes else ():
            assert FLOORS[home] < FLOORS[name], f"{name} calls {function}() of {home}"


@pytest.mark.parametrize("name", [*FILES, *HEADERS])
def test_includes_are_those_of_the_floor(name: str) -> None:
    usual = {"lane.h", "nuv.h"} if name.startswith("cpython/") else {"nuv_internal.h"}
    assert set(INCLUDE.findall(CODE[name])) <= HEADERS.get(name, usual)


@pytest.mark.parametrize("name", [*FILES, *HEADERS])
def test_a_system_s_own_code_is_in_the_platform_files(name: str) -> None:
    if not name.startswith("platform_"):
        allowed = ["__GLIBC__"] if name == "nuv_internal.h" else []  # of a thread's variable
        assert SYSTEM.findall(CODE[name]) == allowed


@pytest.mark.parametrize("name", FILES)
def test_no_variable_and_no_pasted_name_goes_past_the_floors(name: str) -> None:
    assert not re.search(r"^extern\b(?! \"C\")[^(]*;", CODE[name], re.MULTILINE)
    assert not re.search(r"\bnuv_\w*##", CODE[name])


def test_both_systems_give_the_same() -> None:
    def given(system: str) -> set[str]:
        return {name for name, homes in HOMES.items() if f"platform_{system}.c" in homes}

    assert given("unix") == given("win")
