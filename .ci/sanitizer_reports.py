"""Judge the reports in a directory: every error counts, a leak only if it is ours."""

import re
import sys
from collections import Counter
from pathlib import Path

# A stack frame in one of the core's functions: "#1 0x7f... in nuv_loop_new csrc/loop.c:30".
OUR_FRAME = re.compile(r"^\s+#\d+ .*\bnuv_", re.MULTILINE)
# In one of the C lane's, and above it one in which CPython calls something: Python's code.
LANE_FRAME = re.compile(r"\bcsrc/cpython/")
CALL_FRAME = re.compile(r"\bin (?:_?Py\w*(?:Call|Eval|Run)|\w*vectorcall|cfunction_)")
FRAME = re.compile(r"^\s+#\d+ .*$", re.MULTILINE)
LEAK = re.compile(r"^(?:Direct|Indirect) leak of .*$(?:\n\s+#.*$)*", re.MULTILINE)
VARYING = re.compile(r"==\d+==|0x[0-9a-f]+")


def is_ours(leak: str) -> bool:
    """Whether the core has allocated it, or the C lane has: not what Python did inside a call."""
    if OUR_FRAME.search(leak):
        return True
    for frame in FRAME.findall(leak):
        if LANE_FRAME.search(frame):
            return True
        if CALL_FRAME.search(frame):
            return False
    return False


def findings(path: Path) -> list[str]:
    """The parts of one program's report that count; a forked child's leaks are its parent's."""
    report = path.read_text(errors="replace")
    if "LeakSanitizer: detected memory leaks" not in report:
        return [report.strip()]
    if path.with_name(f"forked{path.suffix}").exists():
        return []
    return [leak for leak in LEAK.findall(report) if is_ours(leak)]


def main(directory: str) -> int:
    """Print each finding once, with how often it came; 0 if there is none."""
    reports = sorted(Path(directory).glob("asan.*"))
    counts = Counter(VARYING.sub("", part) for path in reports for part in findings(path))
    for finding, count in counts.most_common():
        print(f"-- {count} times:\n{finding}\n")
    print(f"-- AddressSanitizer: findings: {len(counts)}, reports read: {len(reports)}")
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
