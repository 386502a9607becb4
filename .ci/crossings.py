#!/usr/bin/env python3
"""Count the private attributes of netuv that are used outside the folder that defines them.

    .ci/crossings.py            how many, by pairs of folders; fails above LIMIT
    .ci/crossings.py --each     each of them as file:line

An attribute with one underscore belongs to its folder. A use of it is a crossing where no class
(or module) of that folder defines it; `self` is no excuse. `getattr(x, "_name")` and its kin are
uses too. A Protocol defines nothing, nor does an annotation in a class that has slots.
"""

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "netuv"
LIMIT = 62  # it only goes down
BY_TEXT = {
    "getattr",
    "setattr",
    "delattr",
    "hasattr",
    "attrgetter",
    "methodcaller",
    "__getattribute__",
}


def folder_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else "."


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def is_protocol(node: ast.ClassDef) -> bool:
    return any("Protocol" in ast.unparse(base) for base in node.bases)


def slots_of(node: ast.ClassDef) -> list[str] | None:
    for item in node.body:
        if isinstance(item, ast.Assign) and ast.unparse(item.targets[0]) == "__slots__":
            constants = (n.value for n in ast.walk(item.value) if isinstance(n, ast.Constant))
            return [value for value in constants if isinstance(value, str)]
    return None


def assigned(node: ast.AST) -> Iterator[str]:
    """Give the names that one statement of a class or of a module defines."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    elif isinstance(node, ast.If):
        for item in node.body + node.orelse:
            yield from assigned(item)


def defined_by(node: ast.ClassDef) -> Iterator[str]:
    slots = slots_of(node)
    yield from slots or ()
    for item in node.body:
        if slots is None or not (isinstance(item, ast.AnnAssign) and item.value is None):
            yield from assigned(item)
    if slots is None:
        for item in ast.walk(node):
            if isinstance(item, ast.Attribute) and isinstance(item.ctx, ast.Store):
                if isinstance(item.value, ast.Name) and item.value.id == "self":
                    yield item.attr


def definitions(tree: ast.Module) -> Iterator[str]:
    for item in tree.body:
        yield from assigned(item)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not is_protocol(node):
            yield from defined_by(node)


def uses(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in BY_TEXT:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, node.lineno


def crossings() -> list[tuple[str, str, str]]:
    """List (folder, folders that define it, "file:line name")."""
    trees = {path: ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}
    owners: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees.items():
        for name in definitions(tree):
            owners[name].add(folder_of(path))
    return [
        (folder_of(path), " ".join(sorted(owners[name])), f"{path.name}:{line} {name}")
        for path, tree in trees.items()
        for name, line in uses(tree)
        if is_private(name) and owners[name] and folder_of(path) not in owners[name]
    ]


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--each", action="store_true", help="list each of them")
    given = options.parse_args()
    found = crossings()
    for (user, owner), count in sorted(Counter((a, b) for a, b, _ in found).items()):
        print(f"{count:5}  {user} uses {owner}'s")
    if given.each:
        print(*(where for _, _, where in found), sep="\n")
    print(f"{len(found):5}  in all")
    if len(found) > LIMIT:
        print(f"at most {LIMIT} are allowed: give what others use a plain name, or a function")
    return int(len(found) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
