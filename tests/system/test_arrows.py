"""netuv's rooms import downwards, as the table in netuv/README.md says; no files in a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

NETUV = Path(__file__).resolve().parents[2] / "netuv"
ROW = re.compile(r"^\| `(\w+)` \|([^|]*)\|", re.MULTILINE)
ARROWS = {
    room: set(re.findall(r"`(\w+)`", names))
    for room, names in ROW.findall((NETUV / "README.md").read_text("utf-8"))
}


def module_of(path: Path) -> str:
    parts = ("netuv", *path.relative_to(NETUV).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(path): path for path in sorted(NETUV.rglob("*.py"))}


def room_of(module: str) -> str:
    return (module.split(".") + ["__init__"])[1]


def sources(node: ast.Import | ast.ImportFrom, module: str) -> Iterator[str]:
    """The modules that an import may name."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    package = module.split(".")
    if FILES[module].name != "__init__.py":
        package = package[:-1]
    base = package[: len(package) - node.level + 1] if node.level else []
    whole = ".".join([*base, *([node.module] if node.module else [])])
    for alias in node.names:
        inner = f"{whole}.{alias.name}"
        yield inner if inner in FILES else whole


def imports(module: str) -> set[str]:
    """Our modules that it imports: anywhere, in functions and for type checkers, too."""
    tree = ast.parse(FILES[module].read_text("utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    named = {name for node in nodes for name in sources(node, module)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return (named | {text for text in texts if isinstance(text, str)}) & FILES.keys() - {module}


IMPORTS = {module: imports(module) for module in FILES}


def is_below(lower: str, upper: str) -> bool:
    """Whether ``upper`` imports ``lower``, perhaps by way of others."""
    seen: set[str] = set()
    wanted = set(ARROWS[upper])
    while wanted:
        seen |= wanted
        wanted = {below for room in wanted for below in ARROWS[room]} - seen
    return lower in seen


def test_the_table_has_every_room_and_no_other() -> None:
    assert set(ARROWS) == {room_of(module) for module in FILES}


def test_no_arrow_of_the_table_climbs() -> None:
    assert not [room for room in ARROWS if is_below(room, room)]


@pytest.mark.parametrize("module", FILES)
def test_a_file_imports_from_its_room_and_those_below(module: str) -> None:
    mine = room_of(module)
    others = {name for name in IMPORTS[module] if room_of(name) != mine}
    assert not {name for name in others if room_of(name) not in ARROWS[mine]}


def test_no_files_import_each_other_in_a_circle() -> None:
    left = dict(IMPORTS)
    while True:
        free = [module for module, names in left.items() if not names & left.keys()]
        if not free:
            break
        for module in free:
            del left[module]
    assert not left  # each of these imports another one of these


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield child
            yield from run_at_import(child)


def test_asyncio_is_imported_in_functions_only() -> None:
    eager = [
        module
        for module, path in FILES.items()
        for node in run_at_import(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "asyncio" in ast.unparse(node)
    ]
    assert eager == []
