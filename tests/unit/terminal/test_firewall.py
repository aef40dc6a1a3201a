# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The host firewall's text opens the grants and what a terminal lives on. tests/lab loads it and sends packets."""

from __future__ import annotations

import re
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from govkiosk_terminal import firewall
from govkiosk_terminal.settings import Settings


def elements(ruleset: str, name: str) -> set[str]:
    block = re.search(rf"\tset {name} \{{.*?\n\t\}}", ruleset, re.DOTALL)
    assert block, name
    members = re.search(r"elements = \{ (.*) \}", block[0])
    return set(members[1].split(", ")) if members else set()


def test_every_chain_drops_what_no_rule_accepts(settings: Settings) -> None:
    assert re.findall(r"hook (\w+) priority filter; policy (\w+);", firewall.ruleset(settings)) == [
        ("input", "drop"),
        ("forward", "drop"),
        ("output", "drop"),
    ]


def test_nothing_is_accepted_by_interface_but_loopback(settings: Settings) -> None:
    accepts = [line.strip() for line in firewall.ruleset(settings).splitlines() if line.endswith("accept")]
    assert [line for line in accepts if "ifname" in line] == ['iifname "lo" accept', 'oifname "lo" accept']
    assert "accept" not in accepts


def test_ssh_is_for_operations_only(settings: Settings) -> None:
    network = replace(settings.network, operations=(IPv4Network("10.96.0.0/24"), IPv4Network("10.97.0.0/24")))
    ruleset = firewall.ruleset(replace(settings, network=network))
    assert elements(ruleset, "operations") == {"10.96.0.0/24", "10.97.0.0/24"}
    assert [line.strip() for line in ruleset.splitlines() if " 22 " in line] == [
        "ip saddr @operations tcp dport 22 accept",
        "ip daddr @operations tcp sport 22 accept",
    ]


def test_the_bypass_is_empty_and_its_elements_die(settings: Settings) -> None:
    ruleset = firewall.ruleset(settings)
    assert "set probe_bypass {\n\t\ttype mark\n\t\tflags timeout\n\t}" in ruleset


def test_the_whole_table_is_replaced_in_one_transaction(settings: Settings) -> None:
    lines = [line for line in firewall.ruleset(settings).splitlines() if line.startswith(("table", "delete", "flush"))]
    assert lines == ["table inet govkiosk", "delete table inet govkiosk", "table inet govkiosk {"]


def test_a_city_without_a_throughput_server_opens_none(settings: Settings) -> None:
    ruleset = firewall.ruleset(replace(settings, network=replace(settings.network, measure=None), allow=()))
    assert not [one for one in elements(ruleset, "granted") if one.startswith("10.96.4.80")]
    assert IPv4Address("10.96.4.80") not in {IPv4Address(one) for one in elements(ruleset, "echo")}
