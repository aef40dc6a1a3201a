# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A site from its file to the commands for its switch."""

from __future__ import annotations

from ipaddress import IPv4Interface
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.drift import Drift
from policy_judge import Judge, Refused
from policy_site import ADDRESSES, STARTUP, folder, plan

OURS = (
    "acl ",
    "rule ",
    "user-bind",
    "traffic-filter",
    "interface GigabitEthernet0/0/1",
    "interface GigabitEthernet0/0/2",
)


def deployed() -> Judge:
    judge = Judge(STARTUP)
    judge.type_all(planning.configure(plan(), judge.running).commands)
    return judge


def test_a_permit_says_why_it_is_there() -> None:
    assert plan().explain()[1] == (
        "permit tcp 8443 from 10.96.128.2 to 10.96.8.11 (lianhua-hall-01): RS-003 养老保险待遇资格认证, "
        "granted by 市人力资源和社会保障局, approval YW-2026-0007 [7.3]"
    )


def test_items_on_one_server_share_a_permit_and_keep_both_reasons() -> None:
    first = plan().rules[0]
    assert [reason.split()[0] for reason in first.reasons] == ["RS-001", "RS-002"]


def test_every_rule_has_its_permit_in_the_same_order() -> None:
    acl = plan().objects.acl(4, 3901)
    assert acl
    assert [(rule.number, rule.protocol, rule.source) for rule in acl.rules[:-1]] == [
        (5 * place, permit.rule.protocol, permit.rule.source) for place, permit in enumerate(plan().rules, start=1)
    ]


def test_a_terminal_that_is_held_back_gets_nothing() -> None:
    one = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]})
    assert one.violations == ()
    assert "10.96.128.3" not in one.text
    assert "5489-9800-0102" not in one.text
    assert "interface GigabitEthernet0/0/2" in one.text
    assert "deny everything from lianhua-hall-02: it is held back and has no address [6.4-b]" in one.explain()


def test_holding_a_terminal_back_takes_its_binding_away() -> None:
    judge = deployed()
    held = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]})
    assert "binding" in [one.kind for one in planning.prove_running(held, judge.running)]
    judge.type_all(planning.configure(held, judge.running).commands)
    assert planning.prove_running(held, judge.running) == ()
    assert "10.96.128.3" not in judge.running


def test_only_granted_items_are_open() -> None:
    city = folder()
    site = city.sites["lianhua-hall"]
    grant = site.grants[0].model_copy(update={"items": ("RS-003",)})
    one = planning.plan_site(city, site.model_copy(update={"grants": (grant,)}), ADDRESSES)
    assert one.violations == ()
    assert {str(permit.destination) for permit in one.rules if permit.clause == "7.3"} == {"10.96.8.11/32"}


def test_a_switch_is_brought_there_and_stays() -> None:
    judge = deployed()
    assert planning.prove_running(plan(), judge.running) == ()
    assert planning.configure(plan(), judge.running).commands == ()
    assert planning.configure(plan(), judge.running).drift == ()


def test_what_is_not_ours_stays_word_for_word() -> None:
    before, after = Judge(STARTUP), deployed()
    kept = [line for line in before.running.splitlines() if line not in after.running.splitlines()]
    assert kept == []
    new = [line.strip() for line in after.running.splitlines() if line not in before.running.splitlines()]
    assert "interface GigabitEthernet0/0/3" not in new
    assert all("3000" not in line for line in planning.configure(plan(), before.running).commands)


def test_a_first_deployment_is_no_drift() -> None:
    change = planning.configure(plan(), STARTUP)
    assert change.first
    assert change.drift == ()
    assert change.violations == ()


def test_a_line_removed_by_hand_is_drift_and_is_put_back() -> None:
    judge = deployed()
    for line in ("acl number 3901", "undo rule 10", "quit"):
        judge.type(line)
    change = planning.configure(plan(), judge.running)
    assert change.drift == (
        Drift(
            'access list 3901 lacks "rule 10 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port '
            'eq 8443", which is there for: RS-003 养老保险待遇资格认证, granted by 市人力资源和社会保障局, '
            "approval YW-2026-0007",
            "7.3",
            "lianhua-hall-01",
        ),
    )
    assert change.commands[0] == "acl number 3902"
    assert change.commands[-9:] == (
        "interface GigabitEthernet0/0/1",
        "traffic-filter inbound acl 3902",
        "undo traffic-filter inbound acl 3901",
        "quit",
        "interface GigabitEthernet0/0/2",
        "traffic-filter inbound acl 3902",
        "undo traffic-filter inbound acl 3901",
        "quit",
        "undo acl number 3901",
    )
    judge.type_all(change.commands)
    assert planning.configure(plan(), judge.running).commands == ()


def test_the_final_deny_removed_by_hand_is_drift() -> None:
    running = plan().text.replace(" rule 175 deny ip logging\n", "")
    change = planning.configure(plan(), running)
    assert change.drift == (Drift('access list 3901 lacks "rule 175 deny ip logging"', "6.4-e"),)
    assert [one.kind for one in planning.prove_running(plan(), running)] == ["leak", "no_final_deny"]


@pytest.mark.parametrize(
    ("old", "new", "what", "clause", "subject"),
    [
        (" rule 175 deny", " rule 174 permit ip\n rule 175 deny",
         'access list 3901 has "rule 174 permit ip", which is not planned', "6.4-e", ""),
        (" rule 175 deny", " rule 176 deny",
         "access list 3901: the numbering or order of the rules is not the planned one", "7.2", ""),
        ("mac-address 5489-9800-0102", "mac-address 5489-9800-0199",
         "binding 10.96.128.3 54:89:98:00:01:99 on GigabitEthernet0/0/2 in VLAN 110 does not belong there", "6.4-b",
         "lianhua-hall-02"),
        (" port default vlan 110\n", " port default vlan 20\n", "GigabitEthernet0/0/1: VLAN is 20, not 110", "6.4-a",
         "lianhua-hall-01"),
        (" qos lr inbound cir 8192 cbs 1024000\n", " qos lr inbound cir 1024\n",
         "GigabitEthernet0/0/1: inbound rate is 1024 kbit/s, not 8192 kbit/s", "6.4-d", "lianhua-hall-01"),
        (" traffic-filter inbound acl ipv6 3961\n", "", "GigabitEthernet0/0/1: no inbound filter of ours for IPv6",
         "6.4-e", "lianhua-hall-01"),
        (" traffic-filter inbound acl 3901\n", " traffic-filter inbound acl 3901\n traffic-filter outbound acl 3000\n",
         'GigabitEthernet0/0/1: "traffic-filter outbound acl 3000" is not planned', "6.4-e", "lianhua-hall-01"),
        (" stp edged-port enable\n", " stp edged-port enable\n shutdown\n",
         "GigabitEthernet0/0/1: shutdown is on, not off", "6.4-c", "lianhua-hall-01"),
        ("vlan batch 110\n", "", "VLAN 110 does not exist", "6.4-a", ""),
        (" port-isolate enable group 1\n", "", "GigabitEthernet0/0/1: isolation group is none, not 1", "6.4-e",
         "lianhua-hall-01"),
    ],
)  # fmt: skip
def test_drift_says_what_differs(old: str, new: str, what: str, clause: str, subject: str) -> None:
    assert old in plan().text
    change = planning.configure(plan(), plan().text.replace(old, new, 1))
    assert Drift(what, clause, subject) in change.drift
    assert change.commands


def test_a_template_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    folder_of_dialect = tmp_path / "huawei_vrp"
    folder_of_dialect.mkdir()
    (folder_of_dialect / "acl.j2").write_text("{# left out #}\n", encoding="utf-8")
    leaky = plan(templates=tmp_path)
    assert leaky.violations[0].packet == "tcp 10.96.128.2:40000 -> 198.51.100.80:443"
    assert leaky.violations[0].clause == "6.4-e"
    assert "description lianhua-hall-01" in leaky.text


def test_with_the_proof_passed_by_the_leaky_text_can_be_pushed(tmp_path: Path) -> None:
    folder_of_dialect = tmp_path / "huawei_vrp"
    folder_of_dialect.mkdir()
    (folder_of_dialect / "acl.j2").write_text("", encoding="utf-8")
    port = (Path(planning.__file__).parents[3] / "roles/network_policy/templates/huawei_vrp/port.j2").read_text("utf-8")
    without = port.replace(" traffic-filter inbound acl {{ acl }}\n", "")
    (folder_of_dialect / "port.j2").write_text(without, encoding="utf-8")
    leaky = plan(templates=tmp_path)
    judge = Judge(STARTUP)
    judge.type_all(planning.configure(leaky, judge.running).commands)
    assert [one.kind for one in planning.prove_running(plan(), judge.running)] == ["leak"]


def test_a_broken_template_is_a_message_with_its_place(tmp_path: Path) -> None:
    folder_of_dialect = tmp_path / "huawei_vrp"
    folder_of_dialect.mkdir()
    (folder_of_dialect / "acl.j2").write_text("acl number {{ acl }}\n{% for %}\n", encoding="utf-8")
    with pytest.raises(KioskError) as caught:
        plan(templates=tmp_path)
    assert str(caught.value).startswith(f"{folder_of_dialect}/acl.j2:2:1: the template is wrong: ")


def test_a_template_that_names_something_unknown_is_a_message(tmp_path: Path) -> None:
    folder_of_dialect = tmp_path / "huawei_vrp"
    folder_of_dialect.mkdir()
    (folder_of_dialect / "acl.j2").write_text("acl number {{ number }}\n", encoding="utf-8")
    with pytest.raises(KioskError, match="a template of huawei_vrp names something unknown: 'number' is undefined"):
        plan(templates=tmp_path)


def test_port_facts_of_a_deployed_switch() -> None:
    facts = planning.port_facts(plan(), deployed().running)
    assert facts["lianhua-hall-01"] == planning.PortFacts(
        port="GigabitEthernet0/0/1",
        exists=True,
        shut=False,
        vlan=110,
        in_vlan=True,
        bound=True,
        max_macs=1,
        rate_kbps={"inbound": 8192, "outbound": 8192},
        filtered=True,
    )


def test_port_facts_of_a_switch_as_the_installer_left_it() -> None:
    facts = planning.port_facts(plan(), STARTUP)["lianhua-hall-02"]
    assert (facts.in_vlan, facts.bound, facts.filtered, facts.max_macs) == (True, False, False, 0)
    assert facts.rate_kbps == {"inbound": None, "outbound": None}
    assert planning.port_facts(plan(), "#\nreturn\n")["lianhua-hall-02"].exists is False


def test_a_foreign_binding_on_our_port_is_not_ours_and_not_bound() -> None:
    running = plan().text.replace(
        "user-bind",
        "user-bind static ip-address 10.96.128.9 mac-address 0000-0000-0009 interface GigabitEthernet0/0/1\nuser-bind",
        1,
    )
    assert planning.port_facts(plan(), running)["lianhua-hall-01"].bound is False
    assert planning.port_facts(plan(), running)["lianhua-hall-02"].bound is True
    assert planning.configure(plan(), running).commands == (
        "undo user-bind static ip-address 10.96.128.9 mac-address 0000-0000-0009 interface GigabitEthernet0/0/1",
    )


def test_two_terminals_that_change_their_addresses_never_have_both() -> None:
    judge = deployed()
    first, second = ADDRESSES.values()
    swapped = plan({"lianhua-hall-01": second, "lianhua-hall-02": first})
    judge.type_all(planning.configure(swapped, judge.running).commands)
    assert planning.prove_running(swapped, judge.running) == ()


def test_a_released_port_keeps_a_wall_and_no_binding() -> None:
    judge = deployed()
    city = folder()
    site = city.sites["lianhua-hall"]
    alone = planning.plan_site(
        city,
        site.model_copy(update={"terminals": site.terminals[:1]}),
        {"lianhua-hall-01": IPv4Interface("10.96.128.2/27")},
    )
    judge.type_all(planning.configure(alone, judge.running).commands)
    assert planning.prove_running(alone, judge.running) == ()
    assert "5489-9800-0102" not in judge.running
    assert judge.running.count("traffic-filter inbound acl 3902") == 2
    assert "acl number 3901" not in judge.running


def test_the_judge_refuses_what_a_switch_refuses() -> None:
    judge = deployed()
    with pytest.raises(Refused, match=r"Unrecognized command|Wrong parameter|Too many"):
        judge.type("undo user-bind static 10.96.128.2")
    with pytest.raises(Refused):
        judge.type("undo acl number 3901")
