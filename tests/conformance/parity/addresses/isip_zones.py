"""Which zones isIP takes."""

from _trace import run, trace

import netuv

zones = ["", "eth0", "1", "a.b", "a-b", "a_b", "a b", "a%b", "a:b", "\u00e9", "x/y", "%", "0" * 100]
for zone in zones:
    for address in ("fe80::1", "::", "::ffff:1.2.3.4", "1.2.3.4"):
        trace(address, len(zone), netuv.is_ip(f"{address}%{zone}"))

run()
