"""300 lists of random rules, each asked about 20 addresses."""

from _trace import run, trace

import netuv

state = 20


def number(limit):
    global state
    state = (state * 16807) % 2147483647
    return state % limit


def pick(values):
    return values[number(len(values))]


HEADS = "::|::ffff:|::ffff:10.0.0.|fe80::|::ffff:0:|1:2:3:4:5:6:7:|::fffe:ffff:|::1:0:0:".split("|")
TAILS = (0, 1, 2, 3, 9, 16, 127, 255)
LENGTHS = {
    "ipv4": (0, 1, 8, 24, 31, 32),
    "ipv6": (0, 1, 64, 80, 95, 96, 97, 120, 127, 128),
}


def make(family):
    heads = ["10.0.0.", "1.2.3.", "255.255.255.", "0.0.0."] if family == "ipv4" else HEADS
    head = pick(heads)
    return f"{head}{pick(TAILS)}"


for _ in range(300):
    rules = netuv.BlockList()
    for _ in range(1 + number(4)):
        family = pick(("ipv4", "ipv6"))
        kind = number(3)
        one, two = make(family), make(family)
        try:
            if kind == 0:
                rules.add_address(one, family)
            elif kind == 1:
                rules.add_range(one, two, family)
            else:
                rules.add_subnet(one, pick(LENGTHS[family]), family)
        except ValueError as error:
            trace(error)
    trace(sorted(rules.rules))
    answers = ""
    for _ in range(20):
        family = pick(("ipv4", "ipv6"))
        answers += str(int(rules.check(make(family), family)))
    trace(answers)

run()
