"""BlockList, SocketAddress, and is_ip on odd inputs beside Node's."""

from __future__ import annotations

import ipaddress
import itertools
import json
import random
import subprocess
from typing import Any

import pytest
from conformance.parity import harness
from support.programs import child_environment

import netuv


def test_rules_block_what_they_name_and_nothing_else() -> None:
    rules = netuv.BlockList()
    rules.add_address("123.123.123.123")
    rules.add_range("10.0.0.1", "10.0.0.10")
    rules.add_subnet("8592:757c:efae:4e45::", 64, "ipv6")
    assert rules.rules == [
        "Subnet: IPv6 8592:757c:efae:4e45::/64",
        "Range: IPv4 10.0.0.1-10.0.0.10",
        "Address: IPv4 123.123.123.123",
    ]
    for address in ("123.123.123.123", "10.0.0.1", "10.0.0.10"):
        assert rules.check(address)
        assert rules.check(f"::ffff:{address}", "ipv6")
    for address in ("123.123.123.122", "10.0.0.0", "10.0.0.11", "nonsense", "::1"):
        assert not rules.check(address)
    assert rules.check("8592:757c:efae:4e45:ffff::", "IPv6")
    assert not rules.check("8592:757c:efae:4e46::", "ipv6")


def test_a_rule_on_mapped_addresses_blocks_the_ipv4_ones() -> None:
    rules = netuv.BlockList()
    rules.add_subnet("::ffff:5.5.5.5", 120, "ipv6")
    assert rules.check("5.5.5.7")
    assert not rules.check("5.5.6.7")


def test_a_rule_added_after_a_check_counts() -> None:
    rules = netuv.BlockList()
    assert not rules.check("1.2.3.4")
    rules.add_address("1.2.3.4")
    assert rules.check("1.2.3.4")
    rules.add_range("1.0.0.0", "2.0.0.0")
    assert rules.check("1.9.9.9")


def test_socket_addresses_are_taken_everywhere() -> None:
    rules = netuv.BlockList()
    first = netuv.SocketAddress(address="::9", family="ipv6")
    last = netuv.SocketAddress(address="::20", family="ipv6")
    rules.add_range(first, last)
    assert rules.check(netuv.SocketAddress(address="::15", family="ipv6"))
    rules.add_subnet(netuv.SocketAddress(address="9.9.9.9"), 24)
    assert rules.check("9.9.9.1")
    with pytest.raises(ValueError):
        rules.add_range(netuv.SocketAddress(address="9.9.9.9"), first)


def test_random_rules_agree_with_a_scan() -> None:
    chance = random.Random(7)
    rules = netuv.BlockList()
    networks = []
    for _ in range(300):
        number, prefix = chance.getrandbits(32), chance.randint(8, 32)
        network = ipaddress.ip_network((number, prefix), strict=False)
        networks.append(network)
        rules.add_subnet(str(ipaddress.IPv4Address(number)), prefix)
    for _ in range(2000):
        address = ipaddress.IPv4Address(chance.getrandbits(32))
        assert rules.check(str(address)) == any(address in network for network in networks)


class Counted(int):
    """Counts how often it is compared."""

    comparisons = 0

    def __lt__(self, other: int) -> bool:
        Counted.comparisons += 1
        return int.__lt__(self, other)

    def __gt__(self, other: int) -> bool:
        Counted.comparisons += 1
        return int.__gt__(self, other)


def test_a_check_against_100_000_rules_makes_few_comparisons() -> None:
    rules = netuv.BlockList()
    for number in range(100_000):
        rules.add_address(str(ipaddress.IPv4Address(number * 7919)))
    assert rules.check("0.0.30.239")  # 7919; sorts
    ranges = rules._ipv4
    assert len(ranges.starts) == 100_000
    ranges.starts = [Counted(start) for start in ranges.starts]
    Counted.comparisons = 0
    assert rules.check(str(ipaddress.IPv4Address(99_999 * 7919)))
    assert not rules.check("0.0.30.240")
    assert 0 < Counted.comparisons <= 2 * 18


def test_rules_survive_json() -> None:
    rules = netuv.BlockList()
    rules.add_address("1.1.1.1")
    rules.add_range("10.0.0.1", "10.0.0.10")
    rules.add_subnet("::1", 120, "ipv6")
    for data in (rules.to_json(), json.dumps(rules.to_json())):
        copy = netuv.BlockList()
        copy.from_json(data)
        assert copy.rules == rules.rules
        assert copy.check("10.0.0.5")
    with pytest.raises(ValueError):
        copy.from_json(["Nonsense: IPv4 1.1.1.1"])
    with pytest.raises(TypeError):
        copy.from_json(5)  # type: ignore[arg-type]
    assert netuv.BlockList.is_block_list(copy)
    assert not netuv.BlockList.is_block_list([])


@pytest.mark.parametrize(
    ("call", "kind", "code"),
    [
        (lambda b: b.add_address(5), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: b.add_address("x"), ValueError, "ERR_INVALID_ADDRESS"),
        (lambda b: b.add_address("1.2.3.4", "ipv5"), ValueError, "ERR_INVALID_ARG_VALUE"),
        (lambda b: b.add_address("1.2.3.4", 5), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: b.add_range("10.0.0.2", "10.0.0.1"), ValueError, "ERR_INVALID_ARG_VALUE"),
        (lambda b: b.add_range("10.0.0.1", "::1"), ValueError, "ERR_INVALID_ADDRESS"),
        (lambda b: b.add_range("10.0.0.1", None), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: b.add_subnet("1.2.3.4", 33), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: b.add_subnet("1.2.3.4", -1), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: b.add_subnet("1.2.3.4", "24"), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: b.add_subnet("1.2.3.4", 1.5), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: b.add_subnet("1.2.3.4", float("inf")), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: b.add_subnet("1.2.3.4", float("nan")), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: b.add_subnet("::1", 129, "ipv6"), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: b.check(5), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: b.check("1.2.3.4", 7), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: netuv.SocketAddress(address=5), TypeError, "ERR_INVALID_ARG_TYPE"),
        (lambda b: netuv.SocketAddress(family="x"), ValueError, "ERR_INVALID_ARG_VALUE"),
        (lambda b: netuv.SocketAddress(address="::1"), ValueError, "ERR_INVALID_ADDRESS"),
        (lambda b: netuv.SocketAddress(port=-1), ValueError, "ERR_SOCKET_BAD_PORT"),
        (lambda b: netuv.SocketAddress(port=65536), ValueError, "ERR_SOCKET_BAD_PORT"),
        (
            lambda b: netuv.SocketAddress(family="ipv6", flowlabel=-1),
            ValueError,
            "ERR_OUT_OF_RANGE",
        ),
        (lambda b: netuv.SocketAddress(flowlabel=-1), ValueError, "ERR_OUT_OF_RANGE"),
        (lambda b: netuv.SocketAddress(flowlabel="1"), TypeError, "ERR_INVALID_ARG_TYPE"),
        (
            lambda b: netuv.SocketAddress(family="ipv6", flowlabel=1 << 20),
            ValueError,
            "ERR_OUT_OF_RANGE",
        ),
    ],
)
def test_bad_input_is_refused(call: Any, kind: type[Exception], code: str) -> None:
    with pytest.raises(kind) as raised:
        call(netuv.BlockList())
    assert raised.value.code == code  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ("127.0.0.1", 0, "ipv4", 0)),
        ({"family": "IPv6"}, ("::", 0, "ipv6", 0)),
        ({"address": "9.9.9.9", "port": "80"}, ("9.9.9.9", 80, "ipv4", 0)),
        ({"address": "0:0::1", "family": "ipv6"}, ("::1", 0, "ipv6", 0)),
        ({"address": "::FFFF:1.2.3.4", "family": "ipv6"}, ("::ffff:1.2.3.4", 0, "ipv6", 0)),
        ({"address": "::1%lo", "family": "ipv6"}, ("::1", 0, "ipv6", 0)),
        ({"family": "ipv6", "flowlabel": 5}, ("::", 0, "ipv6", 5)),
        ({"flowlabel": 5}, ("127.0.0.1", 0, "ipv4", 0)),
    ],
)
def test_a_socket_address_has_what_it_was_given(options: Any, expected: Any) -> None:
    value = netuv.SocketAddress(**options)
    assert (value.address, value.port, value.family, value.flowlabel) == expected
    assert value == netuv.SocketAddress(**options)
    assert netuv.SocketAddress.is_socket_address(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2.3.4", ("1.2.3.4", 0)),
        ("1.2.3.4:80", ("1.2.3.4", 80)),
        ("[::1]", ("::1", 0)),
        ("[::1]:80", ("::1", 80)),
        ("::1", None),
        ("", None),
        ("1.2.3.4:99999", None),
        ("[::1", None),
        ("host:80", None),
        ("1.2.3.4:x", None),
    ],
)
def test_parse_reads_an_address_and_a_port(text: str, expected: Any) -> None:
    value = netuv.SocketAddress.parse(text)
    assert (None if value is None else (value.address, value.port)) == expected


# -- is_ip ----------------------------------------------------------------------------------


def odd_inputs() -> list[str]:
    parts = ["0", "1", "255", "256", "01", "007", "-1", "1a", "", " 1", "1 ", "0x1", "1e1"]
    inputs = [".".join(four) for four in itertools.product(parts, ["0"], ["1"], parts)]
    inputs += ["1.2.3", "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "1..2.3", "1", "", " ", "127.1"]
    inputs += ["::", "::1", "1::", ":::", "1::2::3", ":1", "1:", "1:2:3:4:5:6:7:8"]
    inputs += ["1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"]
    inputs += ["1:2:3:4:5:6:7::8", "12345::", "g::", "ffff::FFFF", "0000:0000::", "00000::"]
    inputs += ["::1.2.3.4", "::ffff:1.2.3.4", "::1.2.3", "::1.2.3.256", "1.2.3.4::", "::01.2.3.4"]
    inputs += ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "64:ff9b::1.2.3.4"]
    zones = ["eth0", "", "1", "eth0%1", "a b", "é", "eth.0", "en-1", "e_1", "0" * 30]
    inputs += [f"{address}%{zone}" for address in ("fe80::1", "::", "1.2.3.4") for zone in zones]
    inputs += [f"{space}::1" for space in " \t\n"] + [f"::1{space}" for space in " \t\n"]
    inputs += [f"{space}1.2.3.4" for space in " \t\n"] + [f"1.2.3.4{space}" for space in " \t\n"]
    inputs += ["localhost", "１.2.3.4", "1。2。3。4", "[::1]", "::1/64", "1.2.3.4/8", "::1:80"]
    return inputs


def test_is_ip_is_node_s_on_odd_inputs() -> None:
    inputs = odd_inputs()
    assert len(set(inputs)) >= 200
    program = (
        "const n=require('net');const i=JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(i.map(x=>[n.isIP(x),n.isIPv4(x),n.isIPv6(x)])))"
    )
    answer = subprocess.run(
        [*harness.node(), "-e", program],
        input=json.dumps(inputs),
        env=child_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    ours = [[netuv.is_ip(x), netuv.is_ipv4(x), netuv.is_ipv6(x)] for x in inputs]
    theirs = json.loads(answer.stdout)
    wrong = [(x, a, b) for x, a, b in zip(inputs, ours, theirs) if a != b]
    assert wrong == []


def test_is_ip_of_what_is_no_text_is_0() -> None:
    values: list[Any] = [None, 5, 1.5, b"1.2.3.4", ["1.2.3.4"], {}, True, object()]
    assert [netuv.is_ip(value) for value in values] == [0] * len(values)


def test_a_rule_that_is_added_again_stays_one() -> None:
    rules = netuv.BlockList()
    for _ in range(2):
        rules.add_address("1.2.3.4")
        rules.add_range("10.0.0.1", "10.0.0.9")
        rules.add_subnet("20.0.0.0", 8)
        rules.add_address("::1", "ipv6")
        rules.add_address("0:0::1", "IPv6")
        rules.add_address(netuv.SocketAddress(address="1.2.3.4", port=80))
    assert rules.rules == [
        "Address: IPv6 ::1",
        "Subnet: IPv4 20.0.0.0/8",
        "Range: IPv4 10.0.0.1-10.0.0.9",
        "Address: IPv4 1.2.3.4",
    ]
    rules.from_json(rules.to_json())
    assert len(rules.rules) == 4
    rules.add_address("::ffff:1.2.3.4", "ipv6")  # the same address: the newest words stay
    assert rules.rules[-1] == "Address: IPv6 ::ffff:1.2.3.4"
    assert rules.check("1.2.3.4") and rules.check("10.0.0.5") and rules.check("20.1.1.1")


@pytest.mark.parametrize("family", ["test", "", "ipv5", "ipv6"])
def test_no_address_of_a_family_that_is_none_is_blocked(family: str) -> None:
    rules = netuv.BlockList()
    rules.add_address("1.2.3.4")
    assert not rules.check("1.2.3.4", family)
    assert rules.check("1.2.3.4", None)
