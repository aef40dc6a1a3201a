# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A site from its file to the commands for its switch, in every platform."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.problem import Problem
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import (
    AddBinding,
    BuildAcl,
    DeleteAcl,
    RemoveBinding,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rendering import TEMPLATES

from tests.helpers.policy.policy_judge import Judge, Refused
from tests.helpers.policy.policy_platforms import CISCO_IOS, TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, STARTUP, folder, plan, site

# How the rule of an item is taken out of its list by hand, from the system view and back to it.
RULE_REMOVED = {
    "cisco_ios": ("ip access-list extended GOVKIOSK-3901", "no 30", "exit"),
    "hp_comware": ("acl advanced 3901", "undo rule 10", "quit"),
    "huawei_vrp": ("acl number 3901", "undo rule 10", "quit"),
    "huawei_vrpv8": ("acl number 3901", "undo rule 10", "quit"),
    "ruijie_os": ("ip access-list extended 2601", "no 30", "exit"),
}


@pytest.fixture(params=TYPED, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> PlatformCase:
    chosen: PlatformCase = request.param
    return chosen


@pytest.fixture
def templates(case: PlatformCase, tmp_path: Path) -> Path:
    """A folder of templates of one's own, with none in it yet."""
    (tmp_path / case.name).mkdir()
    return tmp_path


def deployed(case: PlatformCase) -> Judge:
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(plan(case=case), judge.running).commands)
    return judge


def test_a_permit_says_why_it_is_there() -> None:
    assert plan().explain()[1] == (
        "permit tcp 8443 from 10.96.128.2 to 10.96.8.11 (lianhua-hall-01): RS-003 养老保险待遇资格认证, "
        "granted by 市人力资源和社会保障局, approval YW-2026-0007 [7.3]"
    )


def test_items_on_one_server_share_a_permit_and_keep_both_reasons() -> None:
    first = plan().rules[0]
    assert [reason.split()[0] for reason in first.reasons] == ["RS-001", "RS-002"]


def test_every_rule_has_its_permit_in_the_same_order(case: PlatformCase) -> None:
    planned, step = plan(case=case), case.rule_step
    acl = planned.objects.acl(4, case.acl_numbers[4][0])
    assert acl
    permits = [rule for rule in acl.rules if rule.permit]
    assert [rule.number for rule in acl.rules] == [step * place for place in range(1, len(acl.rules) + 1)]
    assert [(rule.protocol, rule.source, rule.destination) for rule in permits] == [
        (permit.rule.protocol, permit.rule.source, permit.rule.destination) for permit in planned.rules
    ]


def test_a_terminal_that_is_held_back_gets_nothing(case: PlatformCase) -> None:
    one = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]}, case=case)
    assert one.violations == ()
    assert "10.96.128.3" not in one.text
    assert [binding.port for binding in one.objects.bindings] == [case.ports[0]]
    assert f"interface {case.ports[1]}" in one.text
    assert "deny everything from lianhua-hall-02: it is held back and has no address [6.4-b]" in one.explain()


def test_holding_a_terminal_back_takes_its_binding_away(case: PlatformCase) -> None:
    judge = deployed(case)
    held = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]}, case=case)
    assert "binding" in [one.kind for one in planning.prove_running(held, judge.running)]
    judge.type_all(planning.plan_change(held, judge.running).commands)
    assert planning.prove_running(held, judge.running) == ()
    assert "10.96.128.3" not in judge.running


def test_only_granted_items_are_open(case: PlatformCase) -> None:
    hall = site(case)
    grant = hall.grants[0].model_copy(update={"items": ("RS-003",)})
    one = planning.plan_site(folder(), hall.model_copy(update={"grants": (grant,)}), ADDRESSES)
    assert one.violations == ()
    assert {str(permit.destination) for permit in one.rules if permit.clause == "7.3"} == {"10.96.8.11/32"}


def test_a_switch_is_brought_there_and_stays(case: PlatformCase) -> None:
    judge, planned = deployed(case), plan(case=case)
    assert planning.prove_running(planned, judge.running) == ()
    assert planning.plan_change(planned, judge.running).commands == ()
    assert planning.plan_change(planned, judge.running).drift == ()


def test_what_is_not_ours_stays_word_for_word(case: PlatformCase) -> None:
    before, after = Judge(case.startup, case), deployed(case)
    kept = [line for line in before.running.splitlines() if line not in after.running.splitlines()]
    assert kept == []
    new = [line.strip() for line in after.running.splitlines() if line not in before.running.splitlines()]
    assert f"interface {case.ports[2]}" not in new
    commands = planning.plan_change(plan(case=case), before.running).commands
    assert all(str(case.foreign_acl) not in line.split() for line in commands)


def test_a_first_deployment_is_no_drift(case: PlatformCase) -> None:
    change = planning.plan_change(plan(case=case), case.startup)
    assert change.first
    assert change.drift == ()
    assert change.violations == ()


def test_a_line_removed_by_hand_is_drift_and_is_put_back(case: PlatformCase) -> None:
    judge, planned, (old, new) = deployed(case), plan(case=case), case.acl_numbers[4]
    acl = planned.objects.acl(4, old)
    assert acl
    rule = next(rule for rule in acl.rules if rule.destination_ports == (8443, 8443))
    for line in RULE_REMOVED[case.name]:
        judge.type(line)
    change = planning.plan_change(planned, judge.running)
    assert change.drift == (
        Problem(
            f'access list {case.platform.acl_name(4, old)} lacks "{rule.line.text}", which is there for: '
            "RS-003 养老保险待遇资格认证, granted by 市人力资源和社会保障局, approval YW-2026-0007",
            id="rule-missing",
            clause="7.3",
            subject="lianhua-hall-01",
        ),
    )
    assert change.commands[0] == case.platform.write([BuildAcl(replace(acl, number=new))])[0]
    assert change.commands[-1:] == case.platform.write([DeleteAcl(4, old)])
    judge.type_all(change.commands)
    assert planning.prove_running(planned, judge.running) == ()
    assert planning.plan_change(planned, judge.running).commands == ()


def test_where_two_lists_may_stand_on_a_port_the_new_one_is_there_before_the_old_one_goes() -> None:
    running = plan().text.replace(" rule 10 permit", " rule 11 permit", 1)
    assert planning.plan_change(plan(), running).commands[-9:] == (
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


def test_a_template_of_ones_own_takes_the_place_of_ours(case: PlatformCase, templates: Path) -> None:
    (templates / case.name / "acl.j2").write_text("{# left out #}\n", encoding="utf-8")
    leaky = plan(templates=templates, case=case)
    assert leaky.violations[0].packet == "tcp 10.96.128.2:40000 -> 198.51.100.80:443"
    assert leaky.violations[0].clause == "6.4-e"
    assert "description lianhua-hall-01" in leaky.text


def test_with_the_proof_passed_by_the_leaky_text_can_be_pushed(case: PlatformCase, templates: Path) -> None:
    (templates / case.name / "acl.j2").write_text("", encoding="utf-8")
    port = (TEMPLATES / case.name / "port.j2").read_text("utf-8")
    without = "".join(line for line in port.splitlines(keepends=True) if "{{ acl }}" not in line)
    (templates / case.name / "port.j2").write_text(without, encoding="utf-8")
    leaky = plan(templates=templates, case=case)
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(leaky, judge.running).commands)
    assert [one.kind for one in planning.prove_running(plan(case=case), judge.running)] == ["leak"]


def test_a_broken_template_is_a_message_with_its_place(case: PlatformCase, templates: Path) -> None:
    (templates / case.name / "acl.j2").write_text("acl number {{ acl }}\n{% for %}\n", encoding="utf-8")
    with pytest.raises(KioskError) as caught:
        plan(templates=templates, case=case)
    assert str(caught.value).startswith(f"{templates / case.name}/acl.j2:2:1: the template is wrong: ")


def test_a_template_that_names_something_unknown_is_a_message(case: PlatformCase, templates: Path) -> None:
    (templates / case.name / "acl.j2").write_text("acl number {{ number }}\n", encoding="utf-8")
    told = f"a template of {case.name} names something unknown: 'number' is undefined"
    with pytest.raises(KioskError, match=told):
        plan(templates=templates, case=case)


def test_port_facts_of_a_deployed_switch(case: PlatformCase) -> None:
    facts = planning.port_facts(plan(case=case), deployed(case).running)
    assert facts["lianhua-hall-01"] == planning.PortFacts(
        port=case.ports[0],
        exists=True,
        shut=False,
        vlan=110,
        in_vlan=True,
        bound=True,
        max_macs=1,
        rate_kbps={"inbound": 8192, "outbound": 8192},
        filtered=True,
    )


def test_port_facts_of_a_switch_as_the_installer_left_it(case: PlatformCase) -> None:
    planned = plan(case=case)
    facts = planning.port_facts(planned, case.startup)["lianhua-hall-02"]
    # A port of which nothing is said may become a trunk on IOS.
    in_vlan = case is not CISCO_IOS
    assert (facts.vlan, facts.in_vlan, facts.bound, facts.filtered, facts.max_macs) == (110, in_vlan, False, False, 0)
    assert facts.rate_kbps == {"inbound": None, "outbound": None}
    assert planning.port_facts(planned, "")["lianhua-hall-02"].exists is False


def test_a_foreign_binding_on_our_port_is_not_ours_and_not_bound(case: PlatformCase) -> None:
    judge, planned = deployed(case), plan(case=case)
    foreign = Binding(case.ports[0], IPv4Address("10.96.128.9"), "02:00:00:00:00:09", 110)
    judge.type_all(case.platform.write([AddBinding(foreign)]))
    assert planning.port_facts(planned, judge.running)["lianhua-hall-01"].bound is False
    assert planning.port_facts(planned, judge.running)["lianhua-hall-02"].bound is True
    assert planning.plan_change(planned, judge.running).commands == case.platform.write([RemoveBinding(foreign)])


def test_two_terminals_that_change_their_addresses_never_have_both(case: PlatformCase) -> None:
    judge = deployed(case)
    first, second = ADDRESSES.values()
    swapped = plan({"lianhua-hall-01": second, "lianhua-hall-02": first}, case=case)
    for line in planning.plan_change(swapped, judge.running).commands:
        judge.type(line)
        bound = [(one.address, one.port) for one in case.platform.parse(judge.running).bindings]
        assert len({address for address, _ in bound}) == len(bound)
    assert planning.prove_running(swapped, judge.running) == ()


def test_a_released_port_keeps_a_wall_and_no_binding(case: PlatformCase) -> None:
    judge, hall = deployed(case), site(case)
    alone = planning.plan_site(
        folder(),
        hall.model_copy(update={"terminals": hall.terminals[:1]}),
        {"lianhua-hall-01": IPv4Interface("10.96.128.2/27")},
    )
    judge.type_all(planning.plan_change(alone, judge.running).commands)
    assert planning.prove_running(alone, judge.running) == ()
    found, (old, new) = case.platform.parse(judge.running), case.acl_numbers[4]
    walls = [[one.acl for one in port.inbound(4)] for port in found.ports if port.name in case.ports[:2]]
    assert walls == [[new], [new]]
    assert found.acl(4, old) is None
    assert [binding.port for binding in found.bindings] == [case.ports[0]]


def test_the_judge_refuses_what_a_switch_refuses() -> None:
    judge = Judge(STARTUP)
    judge.type_all(planning.plan_change(plan(), judge.running).commands)
    with pytest.raises(Refused, match=r"Unrecognized command|Wrong parameter|Too many"):
        judge.type("undo user-bind static 10.96.128.2")
    with pytest.raises(Refused):
        judge.type("undo acl number 3901")
