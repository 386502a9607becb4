"""Text that is no address of the family is not blocked."""

from _trace import run, trace

import netuv

rules = netuv.BlockList()
rules.add_subnet("0.0.0.0", 0)
rules.add_subnet("::", 0, "ipv6")
texts = [
    "",
    " ",
    "x",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    " 1.2.3.4",
    "1.2.3.4 ",
    "::1",
    "1.2.3.4:80",
]
texts += ["0x1.2.3.4", "01.2.3.4", "1.2.3.4", "0.0.0.0"]
for text in texts:
    trace(text, rules.check(text), rules.check(text, "ipv6"))
texts = ["::", "::1", ":::", "[::1]", "::1/128", "::ffff:1.2.3.4", "::1 ", "12345::", "FE80::1"]
for text in texts:
    trace(text, rules.check(text), rules.check(text, "ipv6"), rules.check(text, "IPv6"))

run()
