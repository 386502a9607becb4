"""Runs the programs of a file, one after another, and prints a line for each; the twin of
``programs.js``. A program is a list of steps: ``["set", id, delay, steps of its callback]``, ….
"""

import json
import os
import sys
from pathlib import Path

import netuv

MOST = 80  # words of a line: what a program does after that is not printed
number = -1
words = []
things = {}


class OfProgram(Exception):
    """What a program raises."""


def run(steps):
    for name, *rest in steps:
        STEPS[name](*rest)


def say(word):
    if len(words) < MOST:
        words.append(word)


def callback(letter, id, steps, most=7):
    """What a callback does: nothing if its program is over. A timer comes seven times at most."""
    mine = number
    calls = 0

    def call():
        nonlocal calls
        calls += 1
        timer = things.get(id)
        if mine != number or len(words) >= MOST or calls > most:
            if mine == number and letter == "t":
                netuv.clear_timeout(timer)
            return
        say(f"{letter}{id}")
        run(steps)

    return call


def keep(id, thing):
    netuv.clear_timeout(things.get(id))  # an id is that of one thing
    things[id] = thing


def idle(id, delay, steps):
    netuv.Socket().set_timeout(delay, callback("s", id, steps))


def clear(id):
    netuv.clear_timeout(things.get(id))
    netuv.clear_immediate(things.get(id))


def refresh(id):
    if isinstance(things.get(id), netuv.Timeout):
        things[id].refresh()


def raise_it():
    raise OfProgram


def set_timeout(id, delay, steps):
    keep(id, netuv.set_timeout(callback("t", id, steps), delay))


def set_loose(id, delay, steps):
    keep(id, netuv.set_timeout(callback("t", id, steps), delay).unref())


def set_interval(id, delay, steps, most):
    keep(id, netuv.set_interval(callback("t", id, steps, most), delay))


STEPS = {
    "set": set_timeout,
    "loose": set_loose,
    "beat": set_interval,
    "idle": idle,
    "soon": lambda id, steps: keep(id, netuv.set_immediate(callback("i", id, steps))),
    "tick": lambda id, steps: netuv.next_tick(callback("k", id, steps)),
    "clear": clear,
    "refresh": refresh,
    "ref": lambda id: id in things and things[id].ref(),
    "unref": lambda id: id in things and things[id].unref(),
    "has": lambda id: id in things and say(f"h{id}{str(things[id].has_ref()).lower()}"),
    "count": lambda: say(str(netuv.get_active_resources_info().count("Timeout"))),
    "busy": lambda microseconds: os.access(f"/clock/{microseconds}", os.F_OK),
    "throw": raise_it,
}


def run_all(programs):
    global number
    for number, steps in enumerate(programs):  # noqa: B007 - callbacks look at it
        words.clear()
        things.clear()
        netuv.set_timeout(run, 5, steps)
        while True:
            try:
                netuv.run()
                break
            except OfProgram:
                say("x")
        print(*words)


run_all(json.loads(Path(sys.argv[1]).read_text("utf-8")))
