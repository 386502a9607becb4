"""isIP of 20000 random texts: those that are addresses."""

from _trace import run, trace

import netuv

state = 11


def number(limit):
    global state
    state = (state * 16807) % 2147483647
    return state % limit


PARTS = "1 0 25 255 ff f a: :: : : . . 1.2.3.4 % 0: 1:2:3: g - 00".split()
for _ in range(20000):
    text = "".join(PARTS[number(len(PARTS))] for _ in range(1 + number(12)))
    if netuv.is_ip(text):
        trace(text, netuv.is_ip(text), netuv.is_ipv4(text), netuv.is_ipv6(text))

run()
