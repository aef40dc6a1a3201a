# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a change would do to others is refused before anything is sent; each row a switch as somebody left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import (
    CISCO_IOS,
    HP_COMWARE,
    HUAWEI_VRP,
    HUAWEI_VRPV8,
    RUIJIE_OS,
    PlatformCase,
)
from tests.helpers.policy.policy_site import plan

EDGE = {HUAWEI_VRP: "stp edged-port enable", HUAWEI_VRPV8: "stp edged-port enable", HP_COMWARE: "stp edged-port"}
INSPECTING = [CISCO_IOS, HP_COMWARE]
ACCESS = {
    CISCO_IOS: (" switchport access vlan {}", " switchport mode access"),
    HP_COMWARE: (" port access vlan {}",),
}
TRUNK = {
    CISCO_IOS: (" switchport trunk allowed vlan 110,4000", " switchport mode trunk"),
    HP_COMWARE: (" port link-type trunk", " port trunk permit vlan 110 4000"),
    HUAWEI_VRP: (" port link-type trunk", " port trunk allow-pass vlan 110 4000"),
    HUAWEI_VRPV8: (" port link-type trunk", " port trunk allow-pass vlan 110 4000"),
    RUIJIE_OS: (" switchport mode trunk",),
}
named = pytest.mark.parametrize(
    "case", [HUAWEI_VRP, HUAWEI_VRPV8, HP_COMWARE, CISCO_IOS, RUIJIE_OS], ids=lambda case: case.name
)


def section(case: PlatformCase, number: int, *lines: str) -> str:
    """A port as the platform prints it."""
    return "\n".join([f"interface {case.port.format(number)}", *lines]) + "\n"


def with_port(case: PlatformCase, number: int, *lines: str) -> str:
    """The switch before the first deployment, with a port of this kind besides or in place of the one that it has."""
    header = f"interface {case.port.format(number)}\n"
    text = case.startup
    separator = "!\n" if case in (CISCO_IOS, RUIJIE_OS) else "#\n"
    if header in text:
        start = text.index(header)
        end = text.index(separator, start)
        return text[:start] + section(case, number, *lines) + text[end:]
    at = text.index(f"interface {case.port.format(1)}\n")
    return text[:at] + section(case, number, *lines) + separator + text[at:]


def told(case: PlatformCase, text: str) -> list[str]:
    change = planning.plan_change(plan(case=case), text)
    # Not even a test may do it.
    assert change.in_the_way == change.violations
    return [str(one) for one in change.violations]


@pytest.mark.parametrize("case", EDGE, ids=lambda case: case.name)
@pytest.mark.parametrize("number", [3, 7])
def test_bpdu_protection_wakes_no_edge_port_of_others(case: PlatformCase, number: int) -> None:
    text = with_port(case, number, f" {EDGE[case]}")
    line = text.splitlines().index(f" {EDGE[case]}") + 1
    (found,) = told(case, text)
    assert found == (
        f'lianhua-hall: line {line} "{EDGE[case]}" on {case.port.format(number)} does nothing yet, and would with '
        "`stp bpdu-protection`, which this change sends [DB4403/T 503.5 7.2]\n"
        "    fix: take the line off, or send `stp bpdu-protection` by hand once it may come into force"
    )


@pytest.mark.parametrize("case", EDGE, ids=lambda case: case.name)
def test_bpdu_protection_that_is_on_already_wakes_nothing(case: PlatformCase) -> None:
    judge = Judge(with_port(case, 3, f" {EDGE[case]}"), case)
    judge.type_all(["stp bpdu-protection"])
    assert planning.plan_change(plan(case=case), judge.running).violations == ()


@pytest.mark.parametrize("case", EDGE, ids=lambda case: case.name)
def test_a_port_that_is_shut_has_nothing_to_wake(case: PlatformCase) -> None:
    assert planning.plan_change(plan(case=case), with_port(case, 7, " shutdown", f" {EDGE[case]}")).violations == ()


@pytest.mark.parametrize(
    ("case", "lines", "sign"),
    [
        # Without a list of VLANs a hybrid port of RGOS carries all, one of the others VLAN 1.
        (RUIJIE_OS, ("switchport mode hybrid",), True),
        (RUIJIE_OS, ("switchport mode hybrid", "switchport hybrid native vlan 110"), True),
        (RUIJIE_OS, ("switchport mode hybrid", "switchport hybrid allowed vlan only tagged 110"), False),
        (HUAWEI_VRP, ("port link-type hybrid",), False),
        (HUAWEI_VRPV8, ("port link-type hybrid", "port hybrid tagged vlan 110 4000"), True),
        (HP_COMWARE, ("port link-type hybrid", "port hybrid vlan 110 untagged"), False),
    ],
)
def test_a_hybrid_port_counts_for_the_vlans_that_it_carries(
    case: PlatformCase, lines: tuple[str, ...], sign: bool
) -> None:
    text = with_port(case, 2, *(f" {line}" for line in lines))
    found = [one.kind for one in planning.plan_change(plan(case=case), text).violations]
    assert ("uplink" in found) == sign


def test_all_ports_made_edge_ports_are_not_woken() -> None:
    text = HUAWEI_VRP.startup.replace("#\nvlan batch", "#\nstp edged-port default\n#\nvlan batch", 1)
    assert any("stp edged-port default" in one and "does nothing yet" in one for one in told(HUAWEI_VRP, text))


@pytest.mark.parametrize("case", INSPECTING, ids=lambda case: case.name)
def test_arp_inspection_cuts_off_no_host_of_others(case: PlatformCase) -> None:
    name = case.port.format(7)
    access = [one.format(110) for one in ACCESS[case]]
    (found,) = told(case, with_port(case, 7, " description queue ticket machine", *access))
    assert found.startswith(
        f"lianhua-hall: {name} is in VLAN 110, is no port of the site and has no binding: its ARP packets would be dropped "
        "[DB4403/T 503.5 6.4-b]\n    fix: bind what is behind it, or give the terminals a VLAN of their own in place of 110"
    )
    assert told(case, with_port(case, 7, *access, " shutdown")) == []
    assert told(case, with_port(case, 7, *(one.format(20) for one in ACCESS[case]))) == []


@pytest.mark.parametrize("case", INSPECTING, ids=lambda case: case.name)
def test_arp_inspection_cuts_off_no_other_switch(case: PlatformCase) -> None:
    name, trust = case.port.format(7), {CISCO_IOS: " ip arp inspection trust", HP_COMWARE: " arp detection trust"}[case]
    (found,) = told(case, with_port(case, 7, *TRUNK[case]))
    assert found.startswith(
        f"lianhua-hall: {name} carries VLAN 110 and its ARP packets are not trusted: they would be dropped"
    )
    assert told(case, with_port(case, 7, *TRUNK[case], trust)) == []


@pytest.mark.parametrize("case", INSPECTING, ids=lambda case: case.name)
def test_arp_inspection_cuts_off_no_telephone_of_others(case: PlatformCase) -> None:
    voice = {CISCO_IOS: " switchport voice vlan {}", HP_COMWARE: " voice-vlan {} enable"}[case]
    access = [one.format(20) for one in ACCESS[case]]
    (found,) = told(case, with_port(case, 7, *access, voice.format(110)))
    assert found.startswith(
        f"lianhua-hall: {case.port.format(7)} is in VLAN 110, is no port of the site and has no binding"
    )
    assert told(case, with_port(case, 7, *access, voice.format(20))) == []


@pytest.mark.parametrize("case", INSPECTING, ids=lambda case: case.name)
def test_a_trusted_port_that_is_shut_is_no_way_to_the_gateway(case: PlatformCase) -> None:
    trust = {CISCO_IOS: " ip arp inspection trust", HP_COMWARE: " arp detection trust"}[case]
    text = with_port(case, 7, *TRUNK[case], trust, " shutdown")
    uplink = text.index(f"interface {case.port.format(4)}\n")
    (found,) = planning.plan_change(
        plan(case=case), text[:uplink] + text[uplink:].replace(f"{trust}\n", "", 1)
    ).violations
    assert str(found).startswith(
        "lianhua-hall: ARP packets in VLAN 110 are checked, and no port that carries it is trusted: the gateway cannot answer"
    )


@pytest.mark.parametrize("case", INSPECTING, ids=lambda case: case.name)
def test_a_switch_that_is_the_gateway_itself_needs_no_port_to_be_trusted(case: PlatformCase) -> None:
    before = {CISCO_IOS: "interface Vlan4000\n", HP_COMWARE: "interface Vlan-interface4000\n"}[case]
    separator = {CISCO_IOS: "!\n", HP_COMWARE: "#\n"}[case]
    own = before.replace("4000", "110") + " ip address 10.96.128.1 255.255.255.224\n"
    text = case.startup.replace(before, f"{own}{separator}{before}").replace("vlan 110 4000\n", "vlan 4000\n")
    text = text.replace("vlan 110,4000\n", "vlan 4000\n")
    for trust in (" ip arp inspection trust\n", " arp detection trust\n"):
        text = text.replace(trust, "")
    assert told(case, text) == []


@pytest.mark.parametrize("line", ["dot1x", "mac-authentication"])
@pytest.mark.parametrize("place", ["switch", "port"])
def test_port_security_resets_no_authentication(line: str, place: str) -> None:
    if place == "switch":
        text = HP_COMWARE.startup.replace("#\nvlan 1\n", f"#\n {line}\n#\nvlan 1\n", 1)
    else:
        text = with_port(HP_COMWARE, 7, " port access vlan 20", f" {line}")
    number = text.splitlines().index(f" {line}") + 1
    on = f" on {HP_COMWARE.port.format(7)}" if place == "port" else ""
    (found,) = told(HP_COMWARE, text)
    assert found == (
        f'lianhua-hall: line {number} "{line}"{on} cannot stay as it is with `port-security enable`, which this change sends '
        "[DB4403/T 503.5 7.2]\n    fix: leave it to the engineers of the authentication: `port-security enable` wants it off "
        "first, and resets every port's settings of it"
    )


@named
def test_an_uplink_written_as_a_terminals_port_is_not_made_one(case: PlatformCase) -> None:
    name = case.port.format(1)
    (found, *_) = told(case, with_port(case, 1, *TRUNK[case]))
    assert found == (
        f"lianhua-hall-01: {name} is the port of lianhua-hall-01 in the site file, but may be an uplink: it has link type "
        "trunk on the switch [DB4403/T 503.5 6.4-c]\n    fix: correct terminals[].port: to make an uplink a terminal's port "
        "cuts the site off; if it is none, take off by hand what speaks for one"
    )
    described = with_port(case, 1, " description Uplink to core")
    assert 'it is described as "Uplink to core" on the switch' in told(case, described)[0]
    off = planning.plan_change(plan(case=case), with_port(case, 1, *TRUNK[case], " shutdown"))
    assert off.in_the_way == ()
    for one in off.violations:
        assert "is about a trunk" in one.what
        assert one.fix.startswith("correct the port's name in the site file")


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        (HP_COMWARE, "version 7.1", "version 5.20"),
        (CISCO_IOS, "version 15.2", "version 9.3(5) Bios:version 05.42"),
    ],
    ids=["Comware 5", "NX-OS"],
)
def test_another_system_is_told_by_its_first_line(case: PlatformCase, old: str, new: str) -> None:
    text = case.startup.replace(old, new, 1)
    text = text if new in text else f"#\n {new}, Release 2208\n{text}"
    assert any(" is not of a release that " in one and "switch.platform" in one for one in told(case, text))


SEEN: dict[str, tuple[Mapping[int, int], list[str]]] = {
    "all there": ({1: 1, 2: 0}, []),
    "one is only in the table": ({1: 1, 2: 1, 42: 0}, []),
    "a building behind it": (
        {1: 5, 2: 1},
        ["is the port of lianhua-hall-01 in the site file, but may be an uplink: it has 5"],
    ),
    "a few tries": ({1: 4, 2: 1}, []),
}


@named
@pytest.mark.parametrize("name", SEEN)
def test_what_the_switch_sees_at_the_sites_ports(case: PlatformCase, name: str) -> None:
    counts, expected = SEEN[name]
    change = planning.plan_change(plan(case=case), case.startup)
    seen = {
        case.port.format(port): [f"00:00:00:00:00:{one:02x}" for one in range(count)] for port, count in counts.items()
    }
    found = [one.what for one in change.unlike(seen)]
    assert len(found) == len(expected)
    assert all(part in one for part, one in zip(expected, found, strict=True))


@named
def test_a_port_that_the_switch_does_not_have(case: PlatformCase) -> None:
    planned = plan(case=case)
    absent = case.port.format(42)
    terminals = (planned.intent.terminals[0], replace(planned.intent.terminals[1], port=absent))
    intent = replace(planned.intent, terminals=terminals, spare_ports=(case.port.format(43),))
    change = planning.plan_change(replace(planned, intent=intent), case.startup)
    rest = "and the switch has no such port [DB4403/T 503.5 6.4-c]\n    fix: correct its name in the site file"
    assert [str(one) for one in change.unlike({case.port.format(1): []})] == [
        f"lianhua-hall-02: {absent} is the terminal's port in the site file, {rest}",
        f"lianhua-hall: {case.port.format(43)} is a spare port in the site file, {rest}",
    ]
    # A switch need not print a port that nobody configured.
    assert change.unlike({absent: [], case.port.format(43): []}) == ()
