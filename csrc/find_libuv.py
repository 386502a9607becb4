"""Find libuv for the build.

Where NETUV_LIBUV_PREFIX is set, under that directory; otherwise by pkg-config, then on the
compiler's own search path. Standard library only, so that it also runs before anything is
installed: `python csrc/find_libuv.py` prints what a build would use, `--cflags` and `--libs`
what the compiler is to be given for it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OLDEST = (1, 44, 0)
WINDOWS_LIBRARIES = "ws2_32 iphlpapi userenv dbghelp psapi user32 advapi32 ole32 shell32".split()

HOW_TO_INSTALL = """\
  Debian, Ubuntu   apt-get install libuv1-dev
  Fedora           dnf install libuv-devel
  Alpine           apk add libuv-dev
  macOS            brew install libuv pkgconf
  Windows          vcpkg install libuv
To build with a libuv of your own, set NETUV_LIBUV_PREFIX to the directory that holds
its include/ and lib/."""

PROBE = """\
#include <uv.h>
netuv_probe UV_VERSION_MAJOR UV_VERSION_MINOR UV_VERSION_PATCH
"""
PROBE_LINK = "#include <uv.h>\nint main(void) { return uv_version() == 0; }\n"


@dataclass
class Libuv:
    """A libuv that was found, in the terms of a setuptools Extension."""

    origin: str
    version: tuple[int, ...]
    include_dirs: list[str] = field(default_factory=list)
    library_dirs: list[str] = field(default_factory=list)
    runtime_library_dirs: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=lambda: ["uv"])
    extra_compile_args: list[str] = field(default_factory=list)
    extra_link_args: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"libuv {'.'.join(map(str, self.version))} ({self.origin})"

    def cflags(self) -> list[str]:
        return [*self.extra_compile_args, *(f"-I{path}" for path in self.include_dirs)]

    def libs(self) -> list[str]:
        paths = [f"-L{path}" for path in self.library_dirs]
        paths += [f"-Wl,-rpath,{path}" for path in self.runtime_library_dirs]
        return [*paths, *(f"-l{name}" for name in self.libraries), *self.extra_link_args]

    def apply_to(self, extension: object) -> None:
        for name, value in vars(self).items():
            if name not in ("origin", "version"):
                getattr(extension, name).extend(value)


def find_libuv() -> Libuv:
    """The first libuv that is new enough; SystemExit with instructions when there is none."""
    prefix = os.environ.get("NETUV_LIBUV_PREFIX")
    rejected = []
    for found in [_from_prefix(Path(prefix))] if prefix else _searches():
        if found is not None and found.version >= OLDEST:
            return found
        if found is not None:
            rejected.append(str(found))
    wanted = f"netuv needs libuv {OLDEST[0]}.{OLDEST[1]} or newer with its headers"
    if rejected:
        problem = f"found only {', '.join(rejected)}"
    elif prefix:
        problem = f"there is none under NETUV_LIBUV_PREFIX={prefix}"
    else:
        problem = "none was found"
    raise SystemExit(f"{wanted}; {problem}.\n{HOW_TO_INSTALL}")


def _searches() -> Iterator[Libuv | None]:
    yield _from_pkg_config()
    yield _from_compiler()


def _from_prefix(prefix: Path) -> Libuv | None:
    header = prefix / "include" / "uv" / "version.h"
    if not header.is_file():
        return None
    parts = dict(re.findall(r"#define UV_VERSION_(MAJOR|MINOR|PATCH)\s+(\d+)", header.read_text()))
    version = tuple(int(parts[name]) for name in ("MAJOR", "MINOR", "PATCH"))
    found = Libuv("NETUV_LIBUV_PREFIX", version, include_dirs=[str(prefix / "include")])
    found.library_dirs = [str(path) for path in (prefix / "lib", prefix / "lib64") if path.is_dir()]
    if os.name == "nt":
        found.libraries += WINDOWS_LIBRARIES
    else:
        found.runtime_library_dirs = found.library_dirs
    return found


def _from_pkg_config() -> Libuv | None:
    program = os.environ.get("PKG_CONFIG", "pkg-config")
    version = _output([program, "--modversion", "libuv"])
    if version is None:
        return None
    return Libuv(
        "pkg-config",
        tuple(map(int, re.findall(r"\d+", version)[:3])),
        libraries=[],
        extra_compile_args=shlex.split(_output([program, "--cflags", "libuv"]) or ""),
        extra_link_args=shlex.split(_output([program, "--libs", "libuv"]) or "-luv"),
    )


def _from_compiler() -> Libuv | None:
    """Preprocess for the version, then link: a header alone is not a libuv to build with."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory, "probe.c")
        source.write_text(PROBE)
        preprocessed = _output([*compiler, "-E", "-P", str(source)])
        match = re.search(r"netuv_probe\s+(\d+)\s+(\d+)\s+(\d+)", preprocessed or "")
        if match is None:
            return None
        source.write_text(PROBE_LINK)
        program = str(source.with_suffix(""))
        if _output([*compiler, str(source), "-luv", "-o", program]) is None:
            return None
    return Libuv("compiler's search path", tuple(map(int, match.groups())))


def _output(command: list[str]) -> str | None:
    """What a command prints, or None when it fails or does not exist."""
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    return result.stdout.strip() if result.returncode == 0 else None


if __name__ == "__main__":
    libuv = find_libuv()
    answers = {"--cflags": libuv.cflags, "--libs": libuv.libs}
    chosen = [shlex.join(answers[flag]()) for flag in sys.argv[1:] if flag in answers]
    print(*chosen or [libuv])
