"""What a SocketAddress refuses, and which of several wrong options it names."""

from _trace import attempt, run

import netuv


def refuse(**options):
    attempt("options", lambda: netuv.SocketAddress(**options))


for address in (5, True, [], {}):
    refuse(address=address)
for address in ("", "x", "1.2.3", "::1", "1.2.3.256", " 1.2.3.4", "1.2.3.4:80", "01.2.3.4"):
    refuse(address=address)
for address in ("", "x", "1.2.3.4", ":::", "[::1]", "::1 ", "12345::"):
    refuse(address=address, family="ipv6")
for family in ("ipv5", "", "inet"):
    refuse(family=family)
for port in (-1, 65536, 1.5, "x", "", True, []):
    refuse(port=port)
for flowlabel in (1.5, float("nan"), float("inf")):
    refuse(flowlabel=flowlabel, family="ipv6")
for flowlabel in (1.5, "5", True):
    refuse(flowlabel=flowlabel)
refuse(address=5, port=-1, family="x")
refuse(address=5, port=-1)
refuse(address="x", port=-1, flowlabel=1.5)
refuse(address="x", flowlabel=1.5)

run()
