# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the switch sees at its ports, and what that says about a terminal."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import port_check_names
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import port_checks
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.port_state import PortState
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.port_protections import PROTECTIONS
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import IDENTITIES
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.hp_comware.port_states import (
    port_states as comware_port_states,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.huawei_vrp.port_states import (
    port_states as vrp_port_states,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ios.port_states import (
    port_states as ios_port_states,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import PortFacts
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.violation import Violation

BRIEF = """PHY: Physical
*down: administratively down
^down: standby
(l): loopback
(s): spoofing
(E): E-Trunk down
InUti/OutUti: input utility/output utility
Interface                   PHY   Protocol InUti OutUti   inErrors  outErrors
GigabitEthernet0/0/1        up    up          0%     0%          0          0
GigabitEthernet0/0/2        down  down        0%     0%          0          0
GigabitEthernet0/0/3        *down down        0%     0%          0          0
XGigabitEthernet0/0/1       up    up       0.01%  0.01%          0          0
MEth0/0/1                   down  down        0%     0%          0          0
NULL0                       up    up(s)       0%     0%          0          0
Vlanif4000                  up    up          --     --          0          0
"""
# Two layouts of the table: older S5700 with the label columns, V200R005 and later without.
MACS = [
    """MAC address table of slot 0:
-------------------------------------------------------------------------------
MAC Address    VLAN/       PEVLAN CEVLAN Port            Type      LSP/LSR-ID
               VSI/SI                                              MAC-Tunnel
-------------------------------------------------------------------------------
5489-9800-0101 110         -      -      GE0/0/1         dynamic   0/-
5489-9800-0FFF 110         -      -      XGE0/0/1        dynamic   0/-
-------------------------------------------------------------------------------
Total matching items on slot 0 displayed = 2
""",
    """-------------------------------------------------------------------------------
MAC Address    VLAN/VSI                          Learned-From        Type
-------------------------------------------------------------------------------
5489-9800-0101 110/-                             GE0/0/1             security
5489-9800-0fff 110/-                             XGE0/0/1            dynamic
-------------------------------------------------------------------------------
Total items displayed = 2
""",
]
COMWARE_BRIEF = """Brief information on interfaces in route mode:
Link: ADM - administratively down; Stby - standby
Protocol: (s) - spoofing
Interface            Link Protocol Primary IP      Description
GE1/0/9              UP   UP       10.96.192.9     a routed port
InLoop0              UP   UP(s)    --
Vlan4000             UP   UP       10.96.192.12

Brief information on interfaces in bridge mode:
Link: ADM - administratively down; Stby - standby
Speed: (a) - auto
Duplex: (a)/A - auto; H - half; F - full
Type: A - access; T - trunk; H - hybrid
Interface            Link Speed   Duplex Type PVID Description
GE1/0/1              UP   1G(a)   F(a)   A    110  lianhua-hall-01
GE1/0/2              DOWN auto    A      A    110
GE1/0/3              ADM  auto    A      A    1
XGE1/0/25            UP   10G(a)  F(a)   T    1
"""
# Comware 7 as it prints now, and an older release with other columns and names in full.
COMWARE_MACS = [
    """MAC Address      VLAN ID    State            Port/Nickname            Aging
5489-9800-0101   110        Security         GE1/0/1                  N
5489-9800-0fff   110        Learned          XGE1/0/25                Y
""",
    """MAC ADDR       VLAN ID  STATE          PORT INDEX               AGING TIME(s)
5489-9800-0101 110      Learned        GigabitEthernet1/0/1     NOAGED
5489-9800-0FFF 110      Learned        Ten-GigabitEthernet1/0/25 AGING
""",
]
TERMINAL = SimpleNamespace(id="lianhua-hall-01", mac="54:89:98:00:01:01")
FACTS = PortFacts(
    port="GigabitEthernet0/0/1", exists=True, shut=False, vlan=110, in_vlan=True, bound=True, max_macs=1,
    rate_kbps={"inbound": 8192, "outbound": None}, filtered=True,
)  # fmt: skip
GOOD = {"GigabitEthernet0/0/1": PortState(up=True, macs=("54:89:98:00:01:01",))}


@pytest.mark.parametrize(
    ("row", "port", "state"),
    [
        ("GigabitEthernet0/0/1(10G)   up    up          0%     0%          0          0", "GigabitEthernet0/0/1", (True, False)),
        ("XGigabitEthernet0/0/1(1000M) down  down       0%     0%          0          0", "XGigabitEthernet0/0/1", (False, False)),
        ("GigabitEthernet0/0/2        ^down ^down       0%     0%          0          0", "GigabitEthernet0/0/2", (False, False)),
        ("GigabitEthernet0/0/2        #down down        0%     0%          0          0", "GigabitEthernet0/0/2", (False, False)),
        ("GigabitEthernet0/0/2        up    ^down       0%     0%          0          0", "GigabitEthernet0/0/2", (True, False)),
        ("GigabitEthernet0/0/2        *down *down       0%     0%          0          0", "GigabitEthernet0/0/2", (False, True)),
        ("GigabitEthernet0/0/2        up    up(l)       0%     0%          0          0", "GigabitEthernet0/0/2", (True, False)),
        ("GigabitEthernet0/0/2        down(E) down      0%     0%          0          0", "GigabitEthernet0/0/2", (False, False)),
    ],
)  # fmt: skip
def test_row_of_vrp(row: str, port: str, state: tuple[bool, bool]) -> None:
    found = vrp_port_states(
        IDENTITIES["huawei_vrp"].port_names, f"Interface                   PHY   Protocol\n{row}\n", ""
    )
    assert {name: (seen.up, seen.shut) for name, seen in found.items()} == {port: state}


@pytest.mark.parametrize(
    ("row", "port", "up"),
    [
        ("10GE1/0/1(1G)               up       up           0%     0%          0          0", "10GE1/0/1", True),
        ("25GE1/0/2(10G)              ^down    down         0%     0%          0          0", "25GE1/0/2", False),
        ("GE1/0/3                     up       ^down        0%     0%          0          0", "GE1/0/3", True),
    ],
)
def test_row_of_vrpv8(row: str, port: str, up: bool) -> None:
    found = vrp_port_states(
        IDENTITIES["huawei_vrpv8"].port_names, f"Interface                   PHY   Protocol\n{row}\n", ""
    )
    assert {name: seen.up for name, seen in found.items()} == {port: up}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("connected", PortState(True)),
        ("connected:", PortState(True)),
        ("notconnect", PortState(False)),
        ("notconnect:", PortState(False)),
        ("disabled", PortState(False, shut=True)),
        ("err-disabled", PortState(False, tripped=True)),
        ("inactive", PortState(False)),
        ("sfpAbsent", PortState(False)),
        # In no manual, or a port that copies are sent to: nobody may take a terminal there for absent.
        ("monitoring", PortState(True)),
        ("suspended", PortState(True)),
        ("linkup", PortState(True)),
    ],
)
def test_status_of_ios(status: str, state: PortState) -> None:
    table = f"Port      Name               Status       Vlan\nGi1/0/1   hall               {status:<12} 110\n"
    assert ios_port_states(IDENTITIES["cisco_ios"].port_names, table, "") == {"GigabitEthernet1/0/1": state}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        # Bytes are counted, or characters, or the two columns of a screen that a sign takes.
        ("自助终端一号 connected    110        a-full a-1000 10/100/1000BaseTX", PortState(True)),
        ("自助终端一号       connected    110        a-full a-1000 10/100/1000BaseTX", PortState(True)),
        ("自助终端一号             connected    trunk      full    100 10/100/1000BaseTX", PortState(True)),
        ("大厅终端       notconnect   110          auto   auto 10/100/1000BaseTX", PortState(False)),
        ("大厅终端       disabled     unassigned   auto   auto 10/100/1000BaseTX", PortState(False, shut=True)),
        ("大厅�         err-disabled 20,30        auto   auto 10/100/1000BaseTX", PortState(False, tripped=True)),
        ("大厅 notconnect 1  connected    110        a-full a-1000 10/100/1000BaseTX", PortState(True)),
        ("大厅终端       linkup       110          full    100 10/100/1000BaseTX", PortState(True)),
        ("notconnect 1       linkup       110          full    100 10/100/1000BaseTX", PortState(True)),
        ("connected 1        notconnect   110          full    100 10/100/1000BaseTX", PortState(False)),
    ],
)
@pytest.mark.parametrize(("platform", "port"), [("cisco_ios", "Gi1/0/1   "), ("ruijie_os", "Gi0/1     ")])
def test_a_name_does_not_decide_on_the_status_of_ios(platform: str, port: str, row: str, state: PortState) -> None:
    table = f"Port      Name               Status       Vlan       Duplex  Speed Type\n{port}{row}\n"
    assert list(ios_port_states(IDENTITIES[platform].port_names, table, "").values()) == [state]


@pytest.mark.parametrize("macs", MACS)
def test_port_states(macs: str) -> None:
    ports = vrp_port_states(IDENTITIES["huawei_vrp"].port_names, BRIEF, macs)
    assert ports["GigabitEthernet0/0/1"] == PortState(up=True, macs=("54:89:98:00:01:01",))
    assert ports["XGigabitEthernet0/0/1"] == PortState(up=True, macs=("54:89:98:00:0f:ff",))
    assert ports["GigabitEthernet0/0/2"] == PortState(up=False)
    assert ports["GigabitEthernet0/0/3"] == PortState(up=False, shut=True)
    assert "Vlanif4000" not in ports


@pytest.mark.parametrize("macs", COMWARE_MACS)
def test_port_states_of_comware(macs: str) -> None:
    assert comware_port_states(IDENTITIES["hp_comware"].port_names, COMWARE_BRIEF, macs) == {
        "GigabitEthernet1/0/1": PortState(up=True, macs=("54:89:98:00:01:01",)),
        "GigabitEthernet1/0/2": PortState(up=False),
        "GigabitEthernet1/0/3": PortState(up=False, shut=True),
        "Ten-GigabitEthernet1/0/25": PortState(up=True, macs=("54:89:98:00:0f:ff",)),
    }


def test_port_states_of_vrpv8() -> None:
    """Source of the table of addresses: a CloudEngine's, as public notes show it."""
    brief = """Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors
10GE1/0/1                   up    up        0.01%  0.01%          0          0
10GE1/0/2                   *down down         0%     0%          0          0
GE1/0/1                     up    up           0%     0%          0          0
MEth0/0/0                   down  down         0%     0%          0          0
Vlanif4000                  up    up           --     --          0          0
"""
    macs = """Flags: * - Backup
BD   : bridge-domain   Age : dynamic MAC learned time in seconds
-------------------------------------------------------------------------------
MAC Address    VLAN/VSI/BD   Learned-From        Type                Age
-------------------------------------------------------------------------------
5489-9800-0101 110/-/-       GE1/0/1             security              -
5489-9800-0fff 110/-/-       10GE1/0/1           dynamic             120
5489-98e1-1b1c 10/-/-        -                   blackhole             -
-------------------------------------------------------------------------------
Total items: 3
"""
    states = vrp_port_states(IDENTITIES["huawei_vrpv8"].port_names, brief, macs)
    assert states["GE1/0/1"] == PortState(True, False, ("54:89:98:00:01:01",))
    assert states["10GE1/0/1"] == PortState(True, False, ("54:89:98:00:0f:ff",))
    assert states["10GE1/0/2"] == PortState(False, True)


def judged(clause: str, facts: PortFacts = FACTS, ports: object = None, violations: object = ()) -> tuple[str, str]:
    checks = port_checks.checks(TERMINAL, facts, GOOD if ports is None else ports, violations, "lianhua-hall")  # type: ignore[arg-type]
    assert all(check.subject == "lianhua-hall-01" for check in checks)
    assert all(check.good or check.fix for check in checks)
    check = next(check for check in checks if check.clause == clause)
    return check.status, check.reason


def test_all_is_well() -> None:
    checks = port_checks.checks(TERMINAL, FACTS, GOOD, (), "lianhua-hall")  # type: ignore[arg-type]
    assert [(check.clause, check.name, check.status) for check in checks] == [
        ("6.4-a", "switch/vlan", "pass"),
        ("6.4-b", "switch/binding", "pass"),
        ("6.4-c", "switch/port", "pass"),
        ("6.4-d", "switch/rate", "pass"),
        ("6.4-e", "switch/proof", "pass"),
        ("6.4-b", "switch/source_check", "pass"),
        ("6.4-b", "switch/arp_check", "pass"),
        ("6.4-c", "switch/port_security", "pass"),
        ("6.4-e", "switch/isolation", "pass"),
        ("6.4-c", "switch/bpdu", "pass"),
    ]
    assert tuple((check.clause, check.name) for check in checks) == port_check_names.NAMES


@pytest.mark.parametrize("kind", PROTECTIONS)
def test_each_protection_of_the_port_is_a_verdict_of_its_own(kind: str) -> None:
    clause, _does = PROTECTIONS[kind]
    gone = Violation(kind, "lianhua-hall-01", "it is off", clause, "switch it on")
    checks = port_checks.checks(TERMINAL, FACTS, GOOD, (gone,), "lianhua-hall")  # type: ignore[arg-type]
    assert [(check.name, check.status, check.reason) for check in checks if not check.good] == [
        (f"switch/{kind}", "fail", "it is off")
    ]
    nowhere = port_checks.checks(TERMINAL, replace(FACTS, exists=False), {}, (), "lianhua-hall")  # type: ignore[arg-type]
    assert (f"switch/{kind}", "fail") in [(check.name, check.status) for check in nowhere]


def test_port_outside_the_vlan() -> None:
    assert judged("6.4-a", replace(FACTS, in_vlan=False, vlan=1))[0] == "fail"
    assert judged("6.4-a", replace(FACTS, in_vlan=False, exists=False)) == (
        "fail",
        "the switch has no port GigabitEthernet0/0/1",
    )


def test_binding_missing() -> None:
    assert judged("6.4-b", replace(FACTS, bound=False))[0] == "fail"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (PortState(up=False), "GigabitEthernet0/0/1 is down"),
        (PortState(up=False, shut=True), "GigabitEthernet0/0/1 is shut down on the switch"),
        (PortState(up=False, tripped=True), "GigabitEthernet0/0/1 was shut by a protection of the switch"),
        (PortState(up=True), "GigabitEthernet0/0/1 is up but no MAC address is seen on it, expected 5489-9800-0101"),
        (
            PortState(up=True, macs=("54:89:98:00:09:99",)),
            "GigabitEthernet0/0/1 carries 5489-9800-0999, expected 5489-9800-0101 alone",
        ),
        (
            PortState(up=True, macs=("54:89:98:00:01:01", "54:89:98:00:09:99")),
            "GigabitEthernet0/0/1 carries 5489-9800-0101 and 5489-9800-0999, expected 5489-9800-0101 alone",
        ),
    ],
)
def test_port_without_exactly_this_terminal(state: PortState, reason: str) -> None:
    assert judged("6.4-c", ports={"GigabitEthernet0/0/1": state}) == ("fail", reason)


def test_port_that_the_switch_does_not_have() -> None:
    assert judged("6.4-c", ports={}) == ("fail", "the switch does not show a port GigabitEthernet0/0/1")


@pytest.mark.parametrize(("kbps", "status"), [(3999, "fail"), (4000, "pass"), (None, "pass")])
@pytest.mark.parametrize("way", ["inbound", "outbound"])
def test_rate(kbps: int | None, status: str, way: str) -> None:
    assert judged("6.4-d", replace(FACTS, rate_kbps={"inbound": None, "outbound": None, way: kbps}))[0] == status


@pytest.mark.parametrize(
    ("subject", "status"),
    [("lianhua-hall-01", "fail"), ("lianhua-hall", "fail"), ("lianhua-hall-02", "pass")],
)
def test_violation_counts_for_its_terminal_or_the_whole_site(subject: str, status: str) -> None:
    leak = Violation(
        "leak", subject, "a packet escapes", "6.4-e", "add the deny", "tcp 10.96.128.2:4 -> 198.51.100.80:443"
    )
    found, reason = judged("6.4-e", violations=(leak,))
    assert found == status
    assert status == "pass" or "a packet escapes" in reason


def test_violation_of_another_clause_does_not_hide_a_proven_6_4_e() -> None:
    shut_out = Violation("shut_out", "lianhua-hall-01", "item RS-001 is denied", "7.3", "grant it")
    assert judged("6.4-e", violations=(shut_out,))[0] == "pass"
    assert judged("7.3", violations=(shut_out,))[0] == "fail"
