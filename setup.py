"""What pyproject.toml cannot say: the two C modules and the tag of the wheel."""

import os
import platform
import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "csrc"))

from find_libuv import find_libuv  # noqa: E402

# Free-threaded builds have no limited API before 3.15, where it is another one.
LIMITED_API = platform.python_implementation() == "CPython" and not sysconfig.get_config_var(
    "Py_GIL_DISABLED"
)

lane = Extension(
    "netuv._native._lane_c",
    sources=["csrc/cpython/lane.c", "csrc/cpython/handoff.c"],
    depends=["csrc/cpython/lane.h", "csrc/nuv.h", "csrc/nuv_api.h"],
    include_dirs=["csrc"],
    define_macros=[("Py_LIMITED_API", "0x030A0000"), ("_GNU_SOURCE", "1")],
    extra_compile_args=[] if os.name == "nt" else ["-std=c11", "-O2", "-fvisibility=hidden"],
    py_limited_api=True,
)


class BuildExt(build_ext):
    def pre_run(self, extension, ffi):
        """cffi's hook just before _core is compiled: the only moment that needs libuv."""
        libuv = find_libuv()
        print(f"building with {libuv}")
        libuv.apply_to(extension)


# What setuptools does not know of: the build scripts, the other system's file, the maps, the
# tests and the checks.
ALSO = """
csrc/*.py csrc/*.c csrc/*.md netuv/*.md tests/**/* benchmarks/*.* benchmarks/c/* benchmarks/micro/*
benchmarks/peers/* Makefile CHANGELOG.md .ci/* .clang-format .github/*.md
"""


class SourceDist(sdist):
    def make_distribution(self):
        """Adds these files."""
        for pattern in ALSO.split():
            files = (path for path in ROOT.glob(pattern) if "__pycache__" not in path.parts)
            self.filelist.extend(str(path.relative_to(ROOT)) for path in files if path.is_file())
        super().make_distribution()


setup(
    cffi_modules=["csrc/build_core.py:ffibuilder"],
    ext_modules=[lane] if LIMITED_API else [],
    cmdclass={"build_ext": BuildExt, "sdist": SourceDist},
    options={"bdist_wheel": {"py_limited_api": "cp310"}} if LIMITED_API else {},
)
