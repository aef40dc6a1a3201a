# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What only VRP 8 says: rates with units and profiles, filters and port security in words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Filter, Port, RateLimit
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import InPort, RemoveRate, SetRate
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import HUAWEI_VRPV8
from tests.helpers.policy.policy_site import plan

if TYPE_CHECKING:
    from pathlib import Path

VRPV8 = languages.get("huawei_vrpv8")
PROFILE = "qos car slow cir 4 mbps cbs 500 kbytes\n#\n"


def read(*lines: str, before: str = "") -> Port:
    text = f"{before}interface GE1/0/1\n" + "".join(f" {line}\n" for line in lines)
    return VRPV8.parse(text).ports[0]


@pytest.mark.parametrize(
    ("line", "cir", "cbs"),
    [
        ("qos lr cir 8192 kbps cbs 1024000 bytes outbound", 8192, 1024000),
        ("qos lr cir 8192", 8192, 65536),
        ("qos lr cir 8 mbps cbs 1 mbytes outbound", 8000, 1000000),
        ("qos lr cir 1 gbps outbound", 1000000, 8000000),
    ],
)
def test_shaping_is_read_in_every_unit(line: str, cir: int, cbs: int) -> None:
    assert read(line).rates == frozenset({RateLimit("outbound", cir, cbs)})


def test_policing_is_what_its_profile_says() -> None:
    assert read("qos car inbound slow", before=PROFILE).rates == frozenset({RateLimit("inbound", 4000, 500000)})


@pytest.mark.parametrize(
    "line",
    [
        "qos car inbound nobody", "qos car outbound slow", "qos lr inbound cir 8192", "traffic-filter inbound acl 3901",
        "port-security max-mac-num 1", "ip source check user-bind enable", "traffic-policy somebody inbound",
    ],
)  # fmt: skip
def test_what_nobody_can_tell_the_meaning_of_is_unknown(line: str) -> None:
    assert [one.text for one in read(line, before=PROFILE).unknown] == [line]


def test_port_security_allows_one_address_unless_it_says_otherwise() -> None:
    assert read("port-security enable").max_macs == 1
    assert read("port-security enable maximum 2").max_macs == 2
    assert read("description kiosk").max_macs == 0


@pytest.mark.parametrize(
    ("lines", "typed"),
    [
        ((), "port-security enable"),
        (("port-security enable",), ""),
        (("port-security enable maximum 1",), ""),
        (("port-security enable maximum 6",), "port-security enable maximum 1"),
        (("port-security enable", "port-security maximum 1"), ""),
        (("port-security enable", "port-security maximum 6"), "port-security maximum 1"),
    ],
)
def test_port_security_is_typed_as_the_release_prints_it(lines: tuple[str, ...], typed: str) -> None:
    before = "interface GE1/0/1\n"
    text = HUAWEI_VRPV8.startup.replace(before, before + "".join(f" {line}\n" for line in lines))
    planned = plan(case=HUAWEI_VRPV8)
    change = planning.plan_change(planned, text)
    assert change.violations == ()
    start = change.commands.index("interface GE1/0/1")
    first = change.commands[start : change.commands.index("quit", start)]
    assert [line for line in first if line.startswith("port-security ")] == ([typed] if typed else [])


def test_port_that_says_nothing_is_an_access_port_in_vlan_1() -> None:
    port = read("traffic-filter acl 3901 inbound", "traffic-filter acl ipv6 3961 inbound")
    assert (port.link_type, port.vlan, port.unknown) == ("access", 1, ())
    assert port.filters == (Filter("inbound", 4, 3901), Filter("inbound", 6, 3961))


def test_another_rate_takes_the_old_profile_off_first() -> None:
    old, new = RateLimit("inbound", 4096, 512000), RateLimit("inbound", 8192, 1024000)
    steps = (InPort("GE1/0/1", (SetRate(new, old), RemoveRate(RateLimit("outbound", 8192, 1024000)))),)
    assert VRPV8.write(steps) == (
        "qos car GOVKIOSK-8192 cir 8192 kbps cbs 1024000 bytes", "interface GE1/0/1", "undo qos car inbound",
        "qos car inbound GOVKIOSK-8192", "undo qos lr outbound", "quit",
    )  # fmt: skip


@pytest.mark.parametrize("place", ["huawei_vrp", "huawei_vrpv8"])
def test_template_that_it_shares_is_replaced_for_both_or_for_it_alone(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir()
    (tmp_path / place / "acl6.j2").write_text("acl ipv6 number {{ acl6 }}\n rule 10 deny ipv6\n", "utf-8")
    text = plan(case=HUAWEI_VRPV8, templates=tmp_path).text
    assert "acl ipv6 number 3961\n rule 10 deny ipv6\n#\n" in text
    assert "traffic-filter acl 3901 inbound" in text
