# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The difference, typed line by line into the lab's switch: it arrives, it is minimal, and it never opens a window."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import BuildAcl
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.difference import difference, merged
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.policy_changes import assert_no_window, every_platform, every_switch, switch_with
from tests.helpers.policy.policy_platforms import PlatformCase
from tests.helpers.policy.policy_worlds import acls, running, wanted


@every_switch
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_line_is_taken_and_none_opens_a_window(case: PlatformCase, data: st.DataObject) -> None:
    assert_no_window(switch_with(case, data.draw(running(case))), data.draw(wanted(case)))


def sorted_filters(port: Port) -> Port:
    """The port with its access lists in an order of their own."""
    return replace(port, filters=tuple(sorted(port.filters, key=str)))


@every_switch
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_it_arrives_and_then_there_is_nothing_left_to_do(case: PlatformCase, data: st.DataObject) -> None:
    judge, want = switch_with(case, data.draw(running(case))), data.draw(wanted(case))
    found = case.platform.parse(judge.running)
    judge.type_all(difference(found, want))
    reached = case.platform.parse(judge.running)
    target = merged(found, want)
    assert reached.acls == target.acls
    assert reached.bindings == target.bindings
    assert reached.vlans == target.vlans
    assert reached.arp_vlans == target.arp_vlans
    assert reached.bpdu_protection == target.bpdu_protection
    assert list(map(sorted_filters, reached.ports)) == list(map(sorted_filters, target.ports))
    assert difference(reached, want) == ()


@every_switch
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_running_configuration_is_read_as_it_was_meant(case: PlatformCase, data: st.DataObject) -> None:
    there = data.draw(running(case))
    found = case.platform.parse(switch_with(case, there).running)
    assert found.acls == there.acls
    assert found.bindings == there.bindings
    assert found.arp_vlans == there.arp_vlans
    # Where a port holds one list, the device prints them in its own order.
    said = sorted_filters if case.one_filter else replace
    assert [said(found.port(name) or Port("")) for name in case.ports] == [said(port) for port in there.ports]


@every_platform
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_rendered_access_list_is_read_back_the_same(case: PlatformCase, data: st.DataObject) -> None:
    family = data.draw(st.sampled_from(sorted(case.acl_numbers)))
    acl = data.draw(acls(case, case.acl_numbers[family][0], family, most=8))
    text = "\n ".join(case.platform.write([BuildAcl(acl)])[:-1]) + "\n"
    assert case.platform.parse(text).acl(family, acl.number) == acl
