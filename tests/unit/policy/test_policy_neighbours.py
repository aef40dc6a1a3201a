# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Another site's switch, reached because two addresses were swapped: nothing of it is changed, by whatever playbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import AddBinding
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.neighbours import another_sites
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rollback import rolled_back
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.verification import Standing, compare

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import HUAWEI_VRP, TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, folder, plan, site

every_switch = pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)
IN_USE = {int(each.ip): "lianhua-hall" for each in ADDRESSES.values()}
THEIRS = ADDRESSES["lianhua-hall-01"].ip + 8


def deployed(case: PlatformCase, whose: str = "lianhua-hall") -> str:
    """A switch that has our policy, signed by a site."""
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(plan(case=case), judge.running).commands)
    assert judge.running.count("govkiosk lianhua-hall") == len(case.signed)
    return judge.running.replace("govkiosk lianhua-hall", f"govkiosk {whose}")


def planned(case: PlatformCase, formerly: str = "", in_use: Mapping[int, str] = IN_USE) -> planning.SitePlan:
    hall = site(case).model_copy(update={"formerly": formerly or None})
    return planning.plan_site(folder(), hall, ADDRESSES, in_use=in_use)


@every_switch
@pytest.mark.parametrize("whose", ["xili-park", "lianhua-hall-annex", "lianhua-hal", "lianhua-hall "])
def test_lists_of_another_site_are_refused_by_every_way_to_change_a_switch(case: PlatformCase, whose: str) -> None:
    text, hall = deployed(case, whose.strip() if whose.endswith(" ") else whose), planned(case)
    if whose.endswith(" "):
        # Trailing blanks are the device's own affair, not another name.
        assert planning.plan_change(hall, text).violations == ()
        return
    name = case.platform.acl_name(4, case.acl_numbers[4][0])
    told = (
        f'lianhua-hall: access list {name} is of {whose}, not of lianhua-hall: its description is "govkiosk {whose}" '
        "[DB4403/T 503.5 7.2]\n    fix: compare switch.address in the site files with the name that each switch prints; if "
        f"{whose} is given up or has become lianhua-hall, retire it first, or write `formerly: {whose}` into "
        "lianhua-hall's file"
    )
    for change in (planning.plan_change(hall, text), retire(hall, text), planning.plan_change(back(hall), text)):
        assert told in [str(one) for one in change.violations]
        # Not even where a test lets what is not proven be pushed.
        assert {one.kind for one in change.in_the_way} == {"another_site"}
        assert change.drift == ()
    seen = compare(hall, hall.text, text)
    assert (seen.standing, seen.mend, seen.deploy) == (Standing.UNSAFE, (), ())
    assert told in [str(one) for one in seen.violations]


FORMS = {
    "huawei_vrp": (
        "user-bind static ip-address {} vlan 4000",
        "user-bind static ip-address {} interface GigabitEthernet0/0/3",
        "user-bind static ip-address 10.96.64.1 {} mac-address 0000-1111-2222",
        "user-bind static ip-address 10.96.0.1 to 10.96.255.254 vlan 4000",
        "dhcp snooping bind-table static ip-address {} mac-address 0000-1111-2222 vlan 4000",
    ),
    "huawei_vrpv8": (
        "user-bind static ip-address {} vlan 4000",
        "user-bind static ip-address {} to 10.96.255.254 vlan 4000",
    ),
    "hp_comware": (
        "ip source binding ip-address {}",
        "interface GigabitEthernet1/0/9\n ip source binding ip-address {}",
        "interface GigabitEthernet1/0/9\n user-bind ip-address {}",
        "interface Vlan-interface4000\n ip source binding ip-address {} mac-address 0000-1111-2222",
    ),
    "cisco_ios": (
        "ip source binding 0000.1111.2222 vlan 4000 {} interface Gi1/0/3 tracking",
        "ip dhcp snooping binding 0000.1111.2222 vlan 4000 {} interface Gi1/0/3 expiry 300",
        "device-tracking binding vlan 4000 {} interface Gi1/0/3 0000.1111.2222",
    ),
    "ruijie_os": (
        "ip source binding 0000.1111.2222 vlan 4000 {} interface GigabitEthernet 0/3 ip-only",
        "ip source binding 0000.1111.2222 vlan 4000 {}",
        "ip dhcp snooping binding 0000.1111.2222 vlan 4000 ip {} interface GigabitEthernet 0/3",
        "address-bind ip-address {} mac-address 0000.1111.2222",
        "interface GigabitEthernet 0/9\n switchport port-security binding 0000.1111.2222 vlan 4000 {}",
    ),
}


@pytest.mark.parametrize(
    ("case", "form"),
    [(case, form) for case in TYPED for form in FORMS[case.name]],
    ids=lambda one: str(getattr(one, "name", one)),
)
def test_in_whatever_form_another_sites_address_is_bound(case: PlatformCase, form: str) -> None:
    text = case.startup + form.format(THEIRS) + "\n"
    (told,) = planning.another_sites_on(
        planned(case, in_use={**IN_USE, int(THEIRS): "xili-park"}), case.platform.parse(text)
    )
    assert told.line.text == form.format(THEIRS).splitlines()[-1].strip()
    assert told.what == f"{told.line} binds {THEIRS}, which the address ledger gives to xili-park, not to lianhua-hall"
    assert planning.another_sites_on(planned(case), case.platform.parse(text)) == ()


def back(hall: planning.SitePlan) -> planning.SitePlan:
    return rolled_back(hall, hall.text).plan


@every_switch
def test_a_site_that_was_renamed_says_what_it_was_called(case: PlatformCase) -> None:
    text = deployed(case, "old-hall")
    assert {one.kind for one in planning.plan_change(planned(case), text).violations} == {"another_site"}
    change = planning.plan_change(planned(case, "old-hall"), text)
    assert change.violations == ()
    judge = Judge(text, case)
    judge.type_all(change.commands)
    assert "old-hall" not in judge.running
    assert planning.plan_change(planned(case), judge.running).commands == ()


@every_switch
def test_a_binding_of_another_sites_address_is_refused_wherever_it_stands(case: PlatformCase) -> None:
    in_use = {**IN_USE, int(THEIRS): "xili-park"}
    for port in (1, 3):
        judge = Judge(case.startup, case)
        binding = Binding(case.port.format(port), THEIRS, "00:11:22:33:44:55", 110)
        judge.type_all(case.platform.write([AddBinding(binding)]))
        change = planning.plan_change(planned(case, in_use=in_use), judge.running)
        told = [str(one) for one in change.violations]
        assert len(told) == 1, told
        assert re.search(
            rf'^lianhua-hall: line \d+ ".*{THEIRS}.*" binds {THEIRS}, which the address ledger gives to xili-park, '
            r"not to lianhua-hall \[DB4403/T 503\.5 6\.4-b\]\n    fix: compare switch\.address",
            told[0],
        )
        assert {one.kind for one in retire(planned(case, in_use=in_use), judge.running).in_the_way} == {"another_site"}
        # An address that rests, or that nobody has, says nothing of whose switch it is.
        assert "another_site" not in {one.kind for one in planning.plan_change(planned(case), judge.running).violations}


def test_what_a_city_is_asked_for_depends_on_the_switch_and_not_on_the_city() -> None:
    """Each entry's address is looked up; a range is gone through, or the city if that is smaller."""
    looked: Counter[str] = Counter()

    class City(dict[int, str]):
        def get(self, key: int, default: str | None = None) -> str | None:  # type: ignore[override]
            looked["get"] += 1
            return super().get(key, default)

        def __iter__(self) -> Iterator[int]:
            looked["walk"] += 1
            return super().__iter__()

    city = City({int(THEIRS) + number: f"hall-{number}" for number in range(1000)})
    entries = "".join(f"user-bind static ip-address 10.200.{n // 250}.{n % 250 + 1} vlan 4000\n" for n in range(500))
    text = deployed(HUAWEI_VRP) + entries + "user-bind static ip-address 10.200.9.1 to 10.200.9.200 vlan 4000\n"
    running = HUAWEI_VRP.platform.parse(text)
    assert list(another_sites(running, "lianhua-hall", formerly="", addresses=city)) == []
    assert looked["walk"] == 0
    assert 500 + 200 <= looked["get"] <= 500 + 200 + len(ADDRESSES)
