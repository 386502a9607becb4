"""The table of test_manual.py: what the manuals promise, and a check of each point.

``points/`` has the headings, parameters, defaults and codes that ``extract.py`` found in the
manuals; a chapter is a module of rows, each a point, its name in netuv and a check.
"""

from __future__ import annotations

from importlib import import_module

CHAPTERS = (
    "server",
    "listening",
    "socket_life",
    "socket_use",
    "connecting",
    "onread",
    "values",
    "older",
)

for _chapter in CHAPTERS:
    import_module(f"conformance.manual.{_chapter}")
