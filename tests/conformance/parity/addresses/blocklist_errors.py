"""What a BlockList refuses; the rules stay as they were."""

from _trace import attempt, run, trace

import netuv

rules = netuv.BlockList()
for value in (5, None, [], True):
    attempt("address", lambda value=value: rules.add_address(value))
    attempt("start", lambda value=value: rules.add_range(value, "1.1.1.1"))
    attempt("end", lambda value=value: rules.add_range("1.1.1.1", value))
    attempt("check", lambda value=value: rules.check(value))
for text in ("", "x", "1.2.3", "::1", "1.2.3.4/8", " 1.2.3.4", "01.2.3.4"):
    attempt("address", lambda text=text: rules.add_address(text))
    attempt("subnet", lambda text=text: rules.add_subnet(text, 8))
attempt("family", lambda: rules.add_address("1.2.3.4", "ipv5"))
attempt("family", lambda: rules.add_address("1.2.3.4", 4))
attempt("family", lambda: rules.add_range("1.2.3.4", "1.2.3.5", ""))
attempt("family", lambda: rules.add_subnet("1.2.3.4", 8, "ipv6"))
attempt("range", lambda: rules.add_range("1.2.3.5", "1.2.3.4"))
attempt("range", lambda: rules.add_range("::2", "::1", "ipv6"))
attempt("range", lambda: rules.add_range("1.2.3.4", "::1"))
for prefix in (-1, 33, 1.5, float("nan"), float("inf"), "8", True):
    attempt("prefix", lambda prefix=prefix: rules.add_subnet("1.2.3.4", prefix))
attempt("prefix", lambda: rules.add_subnet("::1", 129, "ipv6"))
attempt("check", lambda: rules.check("1.2.3.4", 4))
trace(len(rules.rules))

run()
