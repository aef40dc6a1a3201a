# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A feature that a change turns on for the whole switch wakes nothing that others left behind."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import CISCO_IOS, HP_COMWARE, PlatformCase
from tests.helpers.policy.policy_site import plan

SNOOPING, PORT_SECURITY = "ip dhcp snooping", "port-security enable"


def ios(*lines: str) -> str:
    """The Catalyst before the first deployment, with these lines."""
    return CISCO_IOS.startup.replace("vtp mode", "\n".join([*lines, "vtp mode"]), 1)


def comware(number: int, *lines: str, on: bool = False) -> str:
    """The H3C before the first deployment, with these lines on a port."""
    header = f"interface {HP_COMWARE.port.format(number)}\n"
    text = HP_COMWARE.startup.replace(header, header + "".join(f" {line}\n" for line in lines), 1)
    return text.replace("#\nvlan 1\n", f"#\n {PORT_SECURITY}\n#\nvlan 1\n", 1) if on else text


def test_snooping_that_is_configured_for_another_vlan_is_not_woken() -> None:
    line = f"{SNOOPING} vlan 110,4000"
    (found,) = planning.plan_change(plan(case=CISCO_IOS), ios(line)).violations
    assert str(found) == (
        f'lianhua-hall: line 5 "{line}" does nothing yet, and would with `{SNOOPING}`, which this change sends '
        f"[DB4403/T 503.5 7.2]\n    fix: take the line off, or send `{SNOOPING}` by hand once it may come into force"
    )


def test_port_security_of_another_port_is_not_woken() -> None:
    line = "port-security port-mode userlogin-secure"
    text = comware(3, line, "port-security max-mac-count 1")
    (found,) = planning.plan_change(plan(case=HP_COMWARE), text).violations
    number = text.splitlines().index(f" {line}") + 1
    assert str(found) == (
        f'lianhua-hall: line {number} "{line}" on {HP_COMWARE.ports[2]} does nothing yet, and would with '
        f"`{PORT_SECURITY}`, which this change sends [DB4403/T 503.5 7.2]\n"
        f"    fix: take the line off, or send `{PORT_SECURITY}` by hand once it may come into force"
    )


@pytest.mark.parametrize(
    ("case", "running"),
    [
        (CISCO_IOS, ios(f"{SNOOPING} vlan 110")),
        (CISCO_IOS, ios(f"{SNOOPING} vlan 4000", SNOOPING)),
        (HP_COMWARE, comware(1, "port-security port-mode autolearn", "port-security max-mac-count 1")),
        (HP_COMWARE, comware(3, "port-security port-mode autolearn", "port-security max-mac-count 1", on=True)),
    ],
)
def test_what_is_ours_or_awake_is_in_nobodys_way(case: PlatformCase, running: str) -> None:
    assert planning.plan_change(plan(case=case), running).violations == ()


@pytest.mark.parametrize("case", [CISCO_IOS, HP_COMWARE], ids=lambda case: case.name)
def test_what_is_left_behind_later_waits_for_the_change_that_would_wake_it(case: PlatformCase) -> None:
    judge, planned = Judge(case.startup, case), plan(case=case)
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    off = {CISCO_IOS: (f"no {SNOOPING}", f"{SNOOPING} vlan 4000"), HP_COMWARE: ("undo stp bpdu-protection",)}[case]
    judge.type_all(off)
    kinds = {one.kind for one in planning.plan_change(planned, judge.running).violations}
    assert kinds == ({"woken"} if case is CISCO_IOS else set())
