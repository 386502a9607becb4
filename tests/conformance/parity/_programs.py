"""Random programs that are the same in both languages; `_programs.js` is its twin."""

import os

from _trace import trace, turns

import netuv


class Random:
    def __init__(self, seed):
        self.state = seed
        for _ in range(3):
            self.below(2)
        self.chunks = 0

    def below(self, limit):
        """A whole number from 0 to limit - 1."""
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 16) % limit

    def pick(self, *choices):
        return choices[self.below(len(choices))]

    def text(self):
        """Text of one to five letters, others than the last."""
        letter = chr(97 + self.chunks % 26)
        self.chunks += 1
        return letter * (1 + self.below(5))

    def soon(self, call):
        """Calls `call` now, in a tick or in a check phase."""
        when = self.pick("now", "tick", "check")
        if when == "now":
            call()
        elif when == "tick":
            netuv.next_tick(call)
        else:
            netuv.set_immediate(call)


def programs(count, steps, make, slow=False):
    """Runs each program to its end, one after another: `make(random, begin)` calls
    `begin(step, over)` with a function that does one random step, and one for the end. After
    `steps` of them, in ticks or some turns of the loop after one another, and ten turns more, a
    program is over.
    """
    first = int(os.environ.get("PARITY_FIRST", "1"))
    program(first, first + int(os.environ.get("PARITY_COUNT", count)), steps, make, slow)


def program(seed, end, steps, make, slow):
    if seed == end:
        return
    trace("program", seed)
    random = Random(seed)

    def begin(step, over=lambda: None):
        def proceed(left):
            if left == 0:
                turns(10, finish)
                return
            try:
                step()
            except Exception as error:
                trace("throws", error)
            if random.below(3) and not slow:
                netuv.next_tick(proceed, left - 1)
            else:
                turns(3, lambda: proceed(left - 1))

        def finish():
            over()
            turns(10, lambda: program(seed + 1, end, steps, make, slow))

        proceed(steps)

    make(random, begin)
