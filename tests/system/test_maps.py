"""The maps of the project name files and functions that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAPS = [".github/CONTRIBUTING.md", "netuv/README.md", "csrc/README.md"]
SOURCES = [
    path
    for folder in ("netuv", "csrc", "tests/support", "tests/conformance", "benchmarks/micro")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".c", ".h")
]
WORDS = set(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in SOURCES)))
FILES = {
    path.relative_to(ROOT).as_posix()
    for folder in (".ci", ".github", "benchmarks", "csrc", "netuv", "tests")
    for path in [ROOT / folder, *(ROOT / folder).rglob("*")]
    if "__pycache__" not in path.parts
} | {path.name for path in ROOT.iterdir()}
QUOTED = re.compile(r"`([^`\n]+)`")
IS_FILE = re.compile(r"[\w./-]+(\.(py|c|h|md|js|yaml)|/)")
IS_NAME = re.compile(r"[A-Za-z_]\w*(?<!_)(\.[A-Za-z_]\w*)*(\(\))?")


def quoted_in(name: str) -> list[str]:
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    return sorted(set(QUOTED.findall(text)))


def is_file(name: str) -> bool:
    """Whether a file or a folder's path ends so; ``NAME`` is anybody's."""
    name = name.rstrip("/")
    return "NAME" in name or any(file == name or file.endswith(f"/{name}") for file in FILES)


@pytest.mark.parametrize("name", MAPS)
def test_each_file_that_a_map_names_is_there(name: str) -> None:
    named = [text for text in quoted_in(name) if IS_FILE.fullmatch(text)]
    assert len(named) >= 5
    assert [text for text in named if not is_file(text)] == []


@pytest.mark.parametrize("name", MAPS)
def test_each_name_in_a_map_is_in_the_code(name: str) -> None:
    named = [text for text in quoted_in(name) if IS_NAME.fullmatch(text) and not is_file(text)]
    assert len(named) >= 5
    unknown = [
        text for text in named for word in text.removesuffix("()").split(".") if word not in WORDS
    ]
    assert unknown == []


PLACED = re.compile(r"`([\w.]+)(?:\(\))?` \(`([\w./]+\.[ch]|[\w./]+\.py)`\)")


def test_what_a_map_places_in_a_file_is_in_that_file() -> None:
    placed = [found for name in MAPS for found in PLACED.findall((ROOT / name).read_text("utf-8"))]
    assert len(placed) >= 10
    for name, file in placed:
        paths = [ROOT / path for path in FILES if path == file or path.endswith(f"/{file}")]
        texts = [path.read_text("utf-8") for path in paths]
        assert any(name.split(".")[-1] in text for text in texts), f"{name} is not in {file}"
