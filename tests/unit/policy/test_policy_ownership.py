# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An engineer's own access list under one of our numbers, and his lines that apply one of ours: nothing is changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Filter
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import ApplyFilter, InPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.list_names import applies_list
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rendering import TEMPLATES
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import CASES, CISCO_IOS, TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, folder, plan, site

# Where the platform's lists of ours have names, nobody has one by chance.
NUMBERED = [case for case in TYPED if case is not CISCO_IOS]
every_switch = pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
numbered = pytest.mark.parametrize("case", NUMBERED, ids=lambda case: case.name)
# How the remote lines are opened, and how they apply an access list.
VTY = {
    "cisco_ios": ("line vty 0 4", "access-class {} in"),
    "hp_comware": ("line vty 0 63", "acl {} inbound"),
    "huawei_vrp": ("user-interface vty 0 4", "acl {} inbound"),
    "huawei_vrpv8": ("user-interface vty 0 4", "acl {} inbound"),
    "ruijie_os": ("line vty 0 4", "access-class {} in"),
}


def after(text: str, line: str, *new: str) -> str:
    """The text with lines put under that line."""
    assert text.count(f"{line}\n") == 1
    return text.replace(f"{line}\n", "\n".join([line, *(f" {one}" for one in new)]) + "\n")


def with_list(text: str, case: PlatformCase, *acl_numbers: int) -> str:
    """The text with copies of somebody else's access list under our numbers."""
    found = re.search(rf"^(?:acl|ip access-list) .*\b{case.foreign_acl}\n(?: .*\n)+", text, re.MULTILINE)
    assert found
    copies = [found[0].replace(str(case.foreign_acl), str(slot)) for slot in acl_numbers]
    separator = "!\n" if case.enter.startswith("configure") else "#\n"
    return text.replace(found[0], separator.join([*copies, found[0]]))


def vty(text: str, case: PlatformCase, name: str) -> str:
    """The text with an access list that says who may log in."""
    header, line = VTY[case.name]
    return after(text, header, line.format(name))


def applied(text: str, case: PlatformCase, port: int, number: int) -> str:
    """The text with an IPv4 access list on a port, inbound."""
    name = case.port.format(port)
    line = case.platform.write([InPort(name, (ApplyFilter(Filter("inbound", 4, number)),))])[1]
    return after(text, f"interface {name}", line)


def place(text: str, line: str) -> str:
    """How a line of a text is named in a message."""
    number = next(at for at, one in enumerate(text.splitlines(), start=1) if one.strip() == line)
    return f'line {number} "{line}"'


def deployed(case: PlatformCase) -> str:
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(plan(case=case), judge.running).commands)
    return judge.running


@numbered
def test_an_engineers_list_under_our_number_is_refused_with_what_applies_it(case: PlatformCase) -> None:
    first, second = case.acl_numbers[4]
    text = vty(with_list(case.startup, case, first, second), case, str(first))
    text = applied(text, case, 3, second)
    change = planning.plan_change(plan(case=case), text)
    users = place(text, VTY[case.name][1].format(first))
    filtered = str(case.platform.parse(text).port(case.ports[2]).filters[0].line)  # type: ignore[union-attr]
    ours = f"{first} and {second}"
    assert [str(one) for one in change.violations] == [
        f'lianhua-hall: access list {number} is not ours: its description is "somebody else\'s", and ours begins with '
        f'"govkiosk "; it is applied by {used} [DB4403/T 503.5 7.2]\n'
        f"    fix: give it another number: {ours} are the toolkit's; if it is the toolkit's own, describe it as "
        '"govkiosk lianhua-hall" again'
        for number, used in ((first, users), (second, f"{filtered} on {case.ports[2]}"))
    ]
    # Not even where a test lets what is not proven be pushed.
    assert change.in_the_way == change.violations


@numbered
@pytest.mark.parametrize("taken", [0, 1])
def test_a_list_under_one_of_our_numbers_is_refused_and_left_alone(case: PlatformCase, taken: int) -> None:
    number = case.acl_numbers[4][taken]
    text = with_list(case.startup, case, number)
    change = planning.plan_change(plan(case=case), text)
    assert change.first
    assert [one.kind for one in change.violations] == ["stranger"]
    assert change.wanted.acl(4, number) == change.running.acl(4, number)
    judge = Judge(text, case)
    judge.type_all(change.commands)
    assert case.platform.parse(judge.running).acl(4, number) == change.running.acl(4, number)
    kinds = [one.kind for one in planning.prove_running(plan(case=case), judge.running)]
    assert kinds == ["stranger"]


@every_switch
def test_a_list_of_ours_that_lost_its_description_is_refused_be_its_name_ours(case: PlatformCase) -> None:
    text = deployed(case)
    bare = re.sub(r"(?m)^.*(?:description|remark) govkiosk lianhua-hall\n", "", text)
    assert text.count("govkiosk lianhua-hall") == len(case.signed)
    found = sorted(str(one) for one in planning.plan_change(plan(case=case), bare).violations)
    lists = [(family, case.platform.acl_name(family, case.acl_numbers[family][0])) for family in case.signed]
    lost = sorted(
        f"lianhua-hall: access list {name} is not ours: it has no description, and ours begins with "
        if name.isdecimal()
        else f"lianhua-hall: access list {name} does not say which site's it is: it has no description"
        for _family, name in lists
    )
    assert len(found) == len(case.signed)
    assert all(one.startswith(start) for one, start in zip(found, lost, strict=True))


@every_switch
def test_a_line_that_applies_a_number_before_there_is_a_list_is_refused(case: PlatformCase) -> None:
    first, second = (case.platform.acl_name(4, slot) for slot in case.acl_numbers[4])
    text = vty(case.startup, case, first)
    (found,) = planning.plan_change(plan(case=case), text).violations
    assert str(found) == (
        f"lianhua-hall: {place(text, VTY[case.name][1].format(first))} applies access list {first}, "
        "which this change builds or takes away [DB4403/T 503.5 7.2]\n"
        f"    fix: have it apply a list under another number: {first} and {second} are the toolkit's"
    )
    # A number that the change does not touch is nobody's business yet.
    assert planning.plan_change(plan(case=case), vty(case.startup, case, second)).violations == ()


@every_switch
def test_a_list_that_is_not_there_but_applied_to_another_port_is_not_built(case: PlatformCase) -> None:
    text, planned = applied(case.startup, case, 3, case.acl_numbers[4][0]), plan(case=case)
    change = planning.plan_change(planned, text)
    assert change.violations == ()
    assert [change.wanted.acl(4, slot) is None for slot in case.acl_numbers[4]] == [True, False]
    judge = Judge(case.startup, case)
    judge.type_all(change.commands)
    text = applied(judge.running, case, 3, case.acl_numbers[4][0])
    fewer = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]}, case=case)
    (found,) = planning.plan_change(fewer, text).violations
    line = case.platform.parse(text).port(case.ports[2]).filters[0].line  # type: ignore[union-attr]
    name = case.platform.acl_name(4, case.acl_numbers[4][0])
    assert found.what == (
        f"{line} on {case.ports[2]} applies access list {name}, which this change builds or takes away"
    )


@every_switch
def test_a_line_that_applies_our_list_is_in_the_way_of_a_change_and_of_nothing_else(case: PlatformCase) -> None:
    name = case.platform.acl_name(4, case.acl_numbers[4][0])
    text, planned = vty(deployed(case), case, name), plan(case=case)
    assert planning.plan_change(planned, text).violations == ()
    fewer = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]}, case=case)
    assert [one.kind for one in planning.plan_change(fewer, text).violations] == ["entangled"]
    assert [one.kind for one in retire(planned, text).violations] == ["entangled"]


@every_switch
def test_a_former_terminals_port_follows_our_list_but_an_uplink_is_never_touched(case: PlatformCase) -> None:
    fewer = plan({"lianhua-hall-01": ADDRESSES["lianhua-hall-01"]}, case=case)
    printer, uplink = (applied(deployed(case), case, port, case.acl_numbers[4][0]) for port in (3, 4))
    change = planning.plan_change(fewer, printer)
    assert change.violations == ()
    assert [one.acl for one in change.wanted.port(case.ports[2]).filters] == [case.acl_numbers[4][1]]  # type: ignore[union-attr]
    for change in (planning.plan_change(fewer, uplink), retire(fewer, uplink)):
        (found,) = change.violations
        assert str(found) == (
            f"lianhua-hall: {case.port.format(4)} has an access list of ours and is no port of the site, but may be an "
            "uplink: it has link type trunk on the switch [DB4403/T 503.5 6.4-e]\n"
            "    fix: take the access list off the port by hand: to shut an uplink cuts the site off"
        )
    # Nothing of ours changes there, but the list drops what the terminals are answered.
    assert [one.kind for one in planning.plan_change(plan(case=case), uplink).violations] == ["stops"]


@numbered
def test_a_site_that_is_given_up_leaves_an_engineers_list_and_his_port_alone(case: PlatformCase) -> None:
    number = case.acl_numbers[4][1]
    judge = Judge(applied(with_list(deployed(case), case, number), case, 3, number), case)
    before = case.platform.parse(judge.running)
    change = retire(plan(case=case), judge.running)
    assert change.violations == ()
    judge.type_all(change.commands)
    there = case.platform.parse(judge.running)
    assert there.acl(4, number) == before.acl(4, number)
    assert there.port(case.ports[2]) == before.port(case.ports[2])
    assert there.acl(4, case.acl_numbers[4][0]) is None


@numbered
def test_a_template_that_writes_no_description_is_refused_before_anything_is_sent(
    case: PlatformCase, tmp_path: Path
) -> None:
    (tmp_path / case.name).mkdir()
    name = "huawei_vrp" if case.name == "huawei_vrpv8" else case.name
    lines = (TEMPLATES / name / "acl.j2").read_text("utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if "govkiosk {{ site }}" not in line)
    (tmp_path / case.name / "acl.j2").write_text(text, encoding="utf-8")
    planned = planning.plan_site(folder(), site(case), ADDRESSES, templates=tmp_path)
    assert [one.kind for one in planned.violations] == ["stranger"]
    assert planned.violations[0].what.startswith(
        f"access list {case.acl_numbers[4][0]} is not ours: it has no description"
    )


@pytest.mark.parametrize(
    ("line", "family", "number", "applies"),
    [
        ("snmp-agent community read cipher x acl 3901", 4, 3901, True),
        ("traffic-filter vlan 110 inbound acl 3901", 4, 3901, True),
        ("if-match acl ipv6 3961", 6, 3961, True),
        ("if-match acl ipv6 3901", 4, 3901, False),
        ("acl 3961 inbound", 6, 3961, False),
        ("packet-filter ipv6 3961 inbound", 6, 3961, True),
        ("port trunk allow-pass vlan 110 3901", 4, 3901, False),
        ("traffic-filter vlan 3901 inbound acl 3000", 4, 3901, False),
        ("acl 39010 inbound", 4, 3901, False),
    ],
)
def test_what_applies_a_list(line: str, family: int, number: int, *, applies: bool) -> None:
    platform = CASES["huawei_vrp"].platform
    assert applies_list(line, platform.acl_name(family, number), family, platform.foreign.applies_list) is applies
