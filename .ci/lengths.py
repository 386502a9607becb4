"""How long functions are: none in csrc/ has more than 30 lines, none in netuv/ more than 40.

A C function counts from the first line of its head to its closing brace. A Python function
counts from its ``def`` to its last line, without the docstring; what is nested in another one
counts there as well as for itself.

    .ci/lengths.py [--c] [--python]
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_C = 30
MOST_PYTHON = 40
# What no function starts with, in the first column.
OTHER = re.compile(r"[\s#/{}*]|typedef\b|(struct|enum|union)( \w+)? \{")
NAME = re.compile(r"(\w+)\(")

Length = tuple[int, str, int, str]  # lines, path, line, name


def blank(comment: re.Match[str]) -> str:
    """As many lines without the comment."""
    return "\n" * comment.group().count("\n")


def c_functions(path: Path) -> Iterator[tuple[int, int, str]]:
    """The lines, the first line and the name of each function."""
    start = 0  # of a head that may be one
    code = re.sub(r"/\*.*?\*/", blank, path.read_text(), flags=re.DOTALL)
    for number, line in enumerate(map(str.rstrip, code.splitlines()), 1):
        if start == 0 and line and not OTHER.match(line):
            start, name, opened = number, NAME.search(line), False
        elif start:
            name = name or NAME.search(line)
        if start == 0:
            continue
        opened = opened or line.endswith(("{", "{}"))
        if line.endswith(";") and not opened:
            start = 0  # a declaration
        elif re.match(r"}|\S.*\{}$", line):
            if name and line[-1] == "}":
                yield number - start + 1, start, name.group(1)
            start = 0


def python_functions(path: Path) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                docstring = node.body[0]
                assert docstring.end_lineno is not None
                lines -= docstring.end_lineno - docstring.lineno + 1
            yield lines, node.lineno, node.name


def report(language: str, lengths: list[Length], most: int) -> bool:
    """Print what is too long, and the longest. Whether nothing is."""
    for lines, path, number, name in sorted(lengths, reverse=True):
        if lines > most:
            print(f"{path}:{number}: {name} has {lines} lines, and {most} is the bound")
    lines, path, number, name = max(lengths)
    print(f"{language}: {len(lengths)} functions, the longest has {lines}: {name}, {path}:{number}")
    return lines <= most


def measure(folder: str, pattern: str, functions: object) -> list[Length]:
    assert callable(functions)
    return [
        (lines, str(path.relative_to(ROOT)), number, name)
        for path in sorted((ROOT / folder).rglob(pattern))
        for lines, number, name in functions(path)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--c", action="store_true", help="csrc/ alone")
    parser.add_argument("--python", action="store_true", help="netuv/ alone")
    options = parser.parse_args()
    both = options.c == options.python
    fine = True
    if both or options.c:
        fine &= report("C", measure("csrc", "*.[ch]", c_functions), MOST_C)
    if both or options.python:
        fine &= report("Python", measure("netuv", "*.py", python_functions), MOST_PYTHON)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
