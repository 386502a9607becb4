"""Judge the sanitizers' reports in a directory: every error counts, a leak only if it is ours."""

import re
import sys
from collections import Counter
from pathlib import Path

# A stack frame in one of the core's functions: "#1 0x7f... in nuv_loop_new csrc/loop.c:30".
OUR_FRAME = re.compile(r"^\s+#\d+ .*\bnuv_", re.MULTILINE)
LEAK = re.compile(r"^(?:Direct|Indirect) leak of .*$(?:\n\s+#.*$)*", re.MULTILINE)
# Once in hundreds of programs the search for leaks itself fails; where it always does, that counts.
CHECK_FAILED = "LeakSanitizer has encountered a fatal error"
VARYING = re.compile(r"==\d+==|0x[0-9a-f]+")


def findings(report: str) -> list[str]:
    """The parts of one program's report that count."""
    if "LeakSanitizer: detected memory leaks" in report:
        return [leak for leak in LEAK.findall(report) if OUR_FRAME.search(leak)]
    return [report.strip()]


def main(directory: str) -> int:
    """Print each finding once, with how often it came; 0 if there is none."""
    reports = [path.read_text(errors="replace") for path in sorted(Path(directory).iterdir())]
    unchecked = [report for report in reports if CHECK_FAILED in report]
    if len(unchecked) * 100 <= len(reports):
        reports = [report for report in reports if CHECK_FAILED not in report]
    counts = Counter(VARYING.sub("", part) for report in reports for part in findings(report))
    for finding, count in counts.most_common():
        print(f"-- {count} times:\n{finding}\n")
    print(f"-- sanitizers: {len(counts)} findings in the reports of {len(reports)} programs")
    print(f"-- programs whose leaks could not be searched: {len(unchecked)}")
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
