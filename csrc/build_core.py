"""The cffi description of the core: which C files make it, and the header that Python sees.

cffi runs this for every setup command, so it must not need libuv; setup.py adds libuv when
it builds.
"""

import os
from pathlib import Path

from cffi import FFI

IS_WINDOWS = os.name == "nt"
SOURCES = (
    f"ring arena slots address {'platform_win' if IS_WINDOWS else 'platform_unix'} owner registry"
    " batch timer_lists timer dns listener stream read write tcp pipe close server host loop"
).split()
HERE = Path(__file__).parent

UNIX_COMPILE_ARGS = ["-std=c11", "-O2", "-fvisibility=hidden", "-pthread"]
UNIX_LINK_ARGS = ["-pthread"]

ffibuilder = FFI()
ffibuilder.cdef((HERE / "nuv_api.h").read_text(encoding="utf-8"))
ffibuilder.cdef('extern "Python" int32_t nuv_python_drain(void *context);')
ffibuilder.set_source(
    "netuv._native._core",
    '#include "nuv.h"\n#include "cffi_calls.h"',
    sources=[f"csrc/{name}.c" for name in SOURCES],
    depends=sorted(f"csrc/{header.name}" for header in HERE.glob("*.h")),
    include_dirs=["csrc"],
    define_macros=[("_GNU_SOURCE", "1")],
    extra_compile_args=[] if IS_WINDOWS else UNIX_COMPILE_ARGS,
    extra_link_args=[] if IS_WINDOWS else UNIX_LINK_ARGS,
)
