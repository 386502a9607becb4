"""Runs Python programs, each in a fork of this process, which has imported netuv already.

To start Python and import netuv takes longer than most scenarios do. An order is a line of JSON
on standard input: `script`, `environment` and the paths that take what it prints. The answer is
its exit status. The child ends as any Python does: it leaves `orders()` and runs the script as
`__main__`.
"""

import json
import os
import sys

import netuv  # noqa: F401  (what this is for)


def orders():
    """Waits for orders; gives, in each child, the path of its script."""
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            become(order)
            return order["script"]
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()


def become(order):
    """Standard streams and environment as those of a program of its own."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    names = os.devnull, order["output"], order["errors"]
    for number, name in enumerate(names):
        opened = os.open(name, flags if number else os.O_RDONLY, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = [order["script"]]


if __name__ == "__main__":
    script = orders()
    with open(script, encoding="utf-8") as file:
        code = compile(file.read(), script, "exec")
    exec(code, globals())
