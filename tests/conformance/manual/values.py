"""Classes net.BlockList and net.SocketAddress, and net.isIP()."""

from __future__ import annotations

from conformance.manual.table import row
from conformance.manual.world import HOST, World, code_of

import netuv

ADD_ADDRESS = "blockList.addAddress(address[, type])"
ADD_RANGE = "blockList.addRange(start, end[, type])"
ADD_SUBNET = "blockList.addSubnet(net, prefix[, type])"
CHECK = "blockList.check(address[, type])"
NEW = "new net.SocketAddress([options])"

V6 = "8592:757c:efae:4e45::1"


def block_list(method: str, *args: object) -> netuv.BlockList:
    made = netuv.BlockList()
    getattr(made, method)(*args)
    return made


def address(text: str, family: str = "ipv4") -> netuv.SocketAddress:
    return netuv.SocketAddress(address=text, family=family)


@row("Class: net.BlockList", "BlockList")
def a_block_list_bars_the_way_out_and_in(world: World) -> None:
    barred = block_list("add_address", HOST)
    client = netuv.connect(world.listener().getsockname()[1], HOST, block_list=barred)
    assert world.wait(client, "error")[0].code == "ERR_IP_BLOCKED"
    server = world.server(block_list=barred)
    peer = world.peer_of(server)
    assert world.wait(server, "drop")[0].remote_address == HOST
    assert world.receive(peer) == b""


@row(ADD_ADDRESS, "BlockList.add_address()")
@row(f"{ADD_ADDRESS} > address", "BlockList.add_address(address)")
def one_address_is_blocked(world: World) -> None:
    for made in (
        block_list("add_address", "1.2.3.4"),
        block_list("add_address", address("1.2.3.4")),
    ):
        assert [made.check(f"1.2.3.{last}") for last in (3, 4, 5)] == [False, True, False]
    assert code_of(netuv.BlockList().add_address, "1.2.3") == "ERR_INVALID_ADDRESS"
    assert code_of(netuv.BlockList().add_address, 5) == "ERR_INVALID_ARG_TYPE"


@row(f"{ADD_ADDRESS} > type", "BlockList.add_address(…, family)")
def an_ipv6_address_is_blocked(world: World) -> None:
    made = block_list("add_address", V6, "ipv6")
    assert made.check(V6, "ipv6")
    assert not made.check("8592:757c:efae:4e45::2", "ipv6")
    assert code_of(made.add_address, V6, "ipv5") == "ERR_INVALID_ARG_VALUE"


@row(f"{ADD_ADDRESS} > type = 'ipv4'", "BlockList.add_address(address)")
def an_address_to_block_is_ipv4(world: World) -> None:
    assert code_of(netuv.BlockList().add_address, V6) == "ERR_INVALID_ADDRESS"
    assert block_list("add_address", "1.2.3.4").rules == ["Address: IPv4 1.2.3.4"]


@row(ADD_RANGE, "BlockList.add_range()")
@row(f"{ADD_RANGE} > start", "BlockList.add_range(start, …)")
@row(f"{ADD_RANGE} > end", "BlockList.add_range(…, end)")
def a_range_is_blocked_with_both_its_ends(world: World) -> None:
    for ends in (("10.0.0.1", "10.0.0.10"), (address("10.0.0.1"), address("10.0.0.10"))):
        made = block_list("add_range", *ends)
        found = [made.check(f"10.0.0.{last}") for last in (0, 1, 3, 10, 11)]
        assert found == [False, True, True, True, False]
    assert code_of(netuv.BlockList().add_range, "1.1.1.2", "1.1.1.1") == "ERR_INVALID_ARG_VALUE"


@row(f"{ADD_RANGE} > type", "BlockList.add_range(…, family)")
def an_ipv6_range_is_blocked(world: World) -> None:
    made = block_list("add_range", "fe80::1", "fe80::9", "ipv6")
    assert [made.check(f"fe80::{last}", "ipv6") for last in (0, 1, 9, "a")] == [
        False,
        True,
        True,
        False,
    ]


@row(f"{ADD_RANGE} > type = 'ipv4'", "BlockList.add_range(start, end)")
def a_range_is_ipv4(world: World) -> None:
    assert code_of(netuv.BlockList().add_range, "fe80::1", "fe80::9") == "ERR_INVALID_ADDRESS"
    assert block_list("add_range", "1.0.0.1", "1.0.0.9").check("1.0.0.5", "ipv4")


@row(ADD_SUBNET, "BlockList.add_subnet()")
@row(f"{ADD_SUBNET} > net", "BlockList.add_subnet(net, …)")
def a_subnet_is_blocked(world: World) -> None:
    for net in ("10.1.0.0", address("10.1.0.0")):
        made = block_list("add_subnet", net, 16)
        found = [made.check(text) for text in ("10.0.9.9", "10.1.0.0", "10.1.255.255", "10.2.0.0")]
        assert found == [False, True, True, False]


@row(f"{ADD_SUBNET} > prefix", "BlockList.add_subnet(…, prefix)")
def a_prefix_is_0_to_32_or_128(world: World) -> None:
    assert block_list("add_subnet", "0.0.0.0", 0).check("200.1.1.1")
    assert not block_list("add_subnet", "1.1.1.1", 32).check("1.1.1.2")
    assert not block_list("add_subnet", "::1", 128, "ipv6").check("::2", "ipv6")
    for prefix, family, text in ((33, "ipv4", "1.1.1.1"), (129, "ipv6", "::1"), (-1, "ipv4", HOST)):
        code = code_of(netuv.BlockList().add_subnet, text, prefix, family)
        assert code == "ERR_OUT_OF_RANGE"
    assert code_of(netuv.BlockList().add_subnet, HOST, "8") == "ERR_INVALID_ARG_TYPE"


@row(f"{ADD_SUBNET} > type", "BlockList.add_subnet(…, family)")
def an_ipv6_subnet_is_blocked(world: World) -> None:
    made = block_list("add_subnet", "8592:757c:efae:4e45::", 64, "ipv6")
    assert made.check("8592:757c:efae:4e45:ffff::1", "ipv6")
    assert not made.check("8592:757c:efae:4e46::1", "ipv6")


@row(f"{ADD_SUBNET} > type = 'ipv4'", "BlockList.add_subnet(net, prefix)")
def a_subnet_is_ipv4(world: World) -> None:
    assert code_of(netuv.BlockList().add_subnet, "fe80::", 64) == "ERR_INVALID_ADDRESS"
    assert block_list("add_subnet", "9.0.0.0", 8).check("9.9.9.9", "ipv4")


@row(CHECK, "BlockList.check()")
@row(f"{CHECK} > returns <boolean>", "BlockList.check()")
def the_manuals_example_is_so(world: World) -> None:
    made = netuv.BlockList()
    made.add_address("123.123.123.123")
    made.add_range("10.0.0.1", "10.0.0.10")
    made.add_subnet("8592:757c:efae:4e45::", 64, "ipv6")
    assert made.check("123.123.123.123") is True
    assert made.check("10.0.0.3") is True
    assert made.check("222.111.111.222") is False
    assert made.check("::ffff:7b7b:7b7b", "ipv6") is True
    assert made.check("::ffff:123.123.123.123", "ipv6") is True


@row(f"{CHECK} > address", "BlockList.check(address)")
def check_takes_text_or_an_address(world: World) -> None:
    made = block_list("add_address", "1.2.3.4")
    assert (made.check(address("1.2.3.4")), made.check(address("1.2.3.5"))) == (True, False)
    assert made.check("no address") is False
    assert code_of(made.check, 4) == "ERR_INVALID_ARG_TYPE"


@row(f"{CHECK} > type", "BlockList.check(…, family)")
@row(f"{CHECK} > type = 'ipv4'", "BlockList.check(address)")
def check_is_for_ipv4_unless_told(world: World) -> None:
    made = block_list("add_address", "::1", "ipv6")
    made.add_address("1.2.3.4")
    assert (made.check("::1"), made.check("::1", "ipv6")) == (False, True)
    assert (made.check("1.2.3.4"), made.check("1.2.3.4", "ipv6")) == (True, False)
    assert made.check("1.2.3.4", "ipv9") is False
    assert code_of(made.check, "::1", 6) == "ERR_INVALID_ARG_TYPE"


@row("blockList.rules", "BlockList.rules")
@row("blockList.rules > <string[]>", "BlockList.rules")
def the_rules_are_told_as_text(world: World) -> None:
    made = netuv.BlockList()
    assert made.rules == []
    made.add_address("1.1.1.1")
    made.add_range("10.0.0.1", "10.0.0.10")
    made.add_subnet("8592:757c:efae:4e45::", 64, "ipv6")
    assert made.rules == [
        "Subnet: IPv6 8592:757c:efae:4e45::/64",
        "Range: IPv4 10.0.0.1-10.0.0.10",
        "Address: IPv4 1.1.1.1",
    ]


# -- SocketAddress -------------------------------------------------------------------------------


@row("Class: net.SocketAddress", "SocketAddress")
@row(NEW, "SocketAddress()")
@row(f"{NEW} > options", "SocketAddress(**options)")
def an_address_is_a_value(world: World) -> None:
    made = netuv.SocketAddress(address="1.2.3.4", port=80)
    assert made == netuv.SocketAddress(port=80, address="1.2.3.4", family="ipv4")
    assert made != netuv.SocketAddress(address="1.2.3.4", port=81)
    assert netuv.SocketAddress() == netuv.SocketAddress(address=HOST)
    assert block_list("add_address", made).check("1.2.3.4")
    assert "host" in code_of(netuv.SocketAddress, host=HOST)


@row(f"{NEW} > address", "SocketAddress(address=)")
@row("socketaddress.address", "SocketAddress.address")
@row("socketaddress.address > <string>", "SocketAddress.address")
def the_address_is_text_in_its_shortest_form(world: World) -> None:
    assert address("10.0.0.1").address == "10.0.0.1"
    assert address("FE80:0:0::1", "ipv6").address == "fe80::1"
    assert code_of(address, "10.0.0") == "ERR_INVALID_ADDRESS"
    assert code_of(netuv.SocketAddress, address=5) == "ERR_INVALID_ARG_TYPE"


@row(
    f"{NEW} > address = '127.0.0.1' if family is 'ipv4'; '::' if family is 'ipv6'",
    "SocketAddress(address=)",
)
def the_address_is_the_familys(world: World) -> None:
    assert netuv.SocketAddress().address == "127.0.0.1"
    assert netuv.SocketAddress(family="ipv4").address == "127.0.0.1"
    assert netuv.SocketAddress(family="ipv6").address == "::"


@row(f"{NEW} > family", "SocketAddress(family=)")
@row("socketaddress.family", "SocketAddress.family")
@row("socketaddress.family > <string>", "SocketAddress.family")
def the_family_is_ipv4_or_ipv6(world: World) -> None:
    assert (address(HOST).family, address("::1", "ipv6").family) == ("ipv4", "ipv6")
    assert code_of(netuv.SocketAddress, family="ipv5") == "ERR_INVALID_ARG_VALUE"
    assert code_of(netuv.SocketAddress, address="::1", family="ipv4") == "ERR_INVALID_ADDRESS"


@row(f"{NEW} > family = 'ipv4'", "SocketAddress(family=)")
def the_family_is_ipv4(world: World) -> None:
    assert netuv.SocketAddress(address="9.9.9.9").family == "ipv4"
    assert code_of(netuv.SocketAddress, address="::1") == "ERR_INVALID_ADDRESS"


@row(f"{NEW} > flowlabel", "SocketAddress(flowlabel=)")
@row("socketaddress.flowlabel", "SocketAddress.flowlabel")
@row("socketaddress.flowlabel > <number>", "SocketAddress.flowlabel")
def the_flow_label_is_of_ipv6_alone(world: World) -> None:
    assert netuv.SocketAddress(family="ipv6", flowlabel=7).flowlabel == 7
    assert netuv.SocketAddress(family="ipv4", flowlabel=7).flowlabel == 0
    assert netuv.SocketAddress(family="ipv6").flowlabel == 0
    code = code_of(netuv.SocketAddress, family="ipv6", flowlabel=1 << 20)
    assert code == "ERR_OUT_OF_RANGE"


@row(f"{NEW} > port", "SocketAddress(port=)")
@row("socketaddress.port", "SocketAddress.port")
@row("socketaddress.port > <number>", "SocketAddress.port")
def the_port_is_a_number(world: World) -> None:
    assert (netuv.SocketAddress(port=65535).port, netuv.SocketAddress().port) == (65535, 0)
    assert code_of(netuv.SocketAddress, port=65536) == "ERR_SOCKET_BAD_PORT"


# -- isIP() --------------------------------------------------------------------------------------


@row("net.isIP(input)", "is_ip()")
@row("net.isIP(input) > input", "is_ip(input)")
@row("net.isIP(input) > returns <integer>", "is_ip()")
def is_ip_tells_the_family(world: World) -> None:
    inputs = ("::1", "127.0.0.1", "127.000.000.001", "127.0.0.1/24", "fhqwhgads", "", None, 4)
    assert [netuv.is_ip(text) for text in inputs] == [6, 4, 0, 0, 0, 0, 0, 0]


@row("net.isIPv4(input)", "is_ipv4()")
@row("net.isIPv4(input) > input", "is_ipv4(input)")
@row("net.isIPv4(input) > returns <boolean>", "is_ipv4()")
def is_ipv4_tells_whether(world: World) -> None:
    inputs = ("127.0.0.1", "::1", "127.000.000.001", "127.0.0.1/24", "fhqwhgads", None)
    assert [netuv.is_ipv4(text) for text in inputs] == [True, False, False, False, False, False]


@row("net.isIPv6(input)", "is_ipv6()")
@row("net.isIPv6(input) > input", "is_ipv6(input)")
@row("net.isIPv6(input) > returns <boolean>", "is_ipv6()")
def is_ipv6_tells_whether(world: World) -> None:
    inputs = ("::1", "fe80::1%eth0", "::ffff:1.2.3.4", "127.0.0.1", "fhqwhgads", None)
    assert [netuv.is_ipv6(text) for text in inputs] == [True, True, True, False, False, False]
