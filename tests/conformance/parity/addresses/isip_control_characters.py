"""isIP of addresses with one character more, before, within or after."""

from _trace import run, trace

import netuv

for code in range(256):
    odd = chr(code)
    texts = (
        f"{odd}1.2.3.4",
        f"1.2{odd}.3.4",
        f"1.2.3.4{odd}",
        f"{odd}::1",
        f":{odd}:1",
        f"::1{odd}",
    )
    trace(code, [netuv.is_ip(text) for text in texts])

run()
