# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults planted into the text of lianhua-hall in IOS and RGOS, each with the kinds of violation that it makes."""

from __future__ import annotations

from functools import lru_cache

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from policy_dialects import CASES
from policy_site import plan

IOS, RGOS = ("cisco_ios",), ("ruijie_os",)
DIALECTS = (*IOS, *RGOS)
FAULTS = [
    ("the final deny is missing", DIALECTS, " 360 deny ip any any\n", "", {"no_final_deny"}),
    ("later fragments are let through", IOS, " 10 deny ip any any fragments\n", "", {"unplanned"}),
    ("later fragments are let through", RGOS, " 10 deny ip any any fragment\n", "", {"unplanned"}),
    ("the list is left out of a port", IOS, " ip access-group GOVKIOSK-3901 in\n", "", {"leak"}),
    ("the list is left out of a port", RGOS, " ip access-group 2601 in\n", "", {"leak"}),
    ("the list is applied outbound", IOS, " ip access-group GOVKIOSK-3901 in\n", " ip access-group GOVKIOSK-3901 out\n",
     {"filter", "leak"}),
    ("a list that is not there is applied", IOS, " ip access-group GOVKIOSK-3901 in\n",
     " ip access-group GOVKIOSK-3902 in\n", {"leak"}),
    ("somebody else's list is applied", IOS, " ip access-group GOVKIOSK-3901 in\n", " ip access-group OFFICE in\n",
     {"filter", "leak"}),
    ("the IPv6 list has no rule", IOS, " deny ipv6 any any\n", "", {"leak", "no_final_deny"}),
    ("the IPv6 list has no rule", RGOS, " 10 deny ipv6 any any\n", "", {"leak", "no_final_deny"}),
    ("the IPv6 list is left out of a port", DIALECTS, " ipv6 traffic-filter GOVKIOSK6-3961 in\n", "", {"leak"}),
    ("a wildcard is too wide", DIALECTS, "10.96.0.0 0.0.0.255 established", "10.96.0.0 0.0.255.255 established",
     {"unplanned"}),
    ("a wildcard reaches the internet", DIALECTS, "host 10.96.8.11 eq 443", "10.96.8.11 255.0.0.0 eq 443", {"leak"}),
    ("a port is forgotten", DIALECTS, "host 10.96.8.11 eq 443\n", "host 10.96.8.11\n", {"unplanned", "dead"}),
    ("an answer is not held to answers", DIALECTS, " established\n", "\n", {"unplanned"}),
    ("an item is not permitted", DIALECTS, " 30 permit tcp", " 30 deny tcp", {"shut_out"}),
    ("a rule is not understood", DIALECTS, " 30 permit tcp host 10.96.128.2 host 10.96.8.11 eq 8443\n",
     " 30 permit tcp host 10.96.128.2 host 10.96.8.11 eq 8443 time-range office\n", {"unknown", "shut_out"}),
    ("the wrong VLAN", IOS, " switchport access vlan 110\n", " switchport access vlan 20\n", {"vlan", "arp_check"}),
    ("the wrong VLAN", RGOS, " switchport access vlan 110\n", " switchport access vlan 20\n", {"vlan"}),
    ("a trunk", IOS, " switchport mode access\n", " switchport mode trunk\n", {"link_type"}),
    ("a trunk", RGOS, " switchport access vlan 110\n", " switchport access vlan 110\n switchport mode trunk\n",
     {"link_type"}),
    ("a voice VLAN", DIALECTS, " switchport protected\n", " switchport protected\n switchport voice vlan 20\n",
     {"unknown"}),
    ("neighbours reach each other", DIALECTS, " switchport protected\n", "", {"isolation"}),
    ("any MAC", DIALECTS, " switchport port-security\n", "", {"port_security"}),
    ("two MACs", IOS, " switchport port-security\n",
     " switchport port-security\n switchport port-security maximum 2\n", {"port_security"}),
    ("no maximum", RGOS, " switchport port-security maximum 1\n", "", {"port_security"}),
    ("no check of addresses", IOS, " ip verify source mac-check\n", "", {"source_check"}),
    ("a check of addresses without MACs", IOS, " ip verify source mac-check\n", " ip verify source\n",
     {"source_check"}),
    ("no check of addresses", RGOS, " ip verify source port-security\n", "", {"source_check"}),
    ("no DHCP snooping", IOS, "ip dhcp snooping\n", "", {"arp_check"}),
    ("DHCP is trusted on a terminal's port", IOS, " switchport protected\n",
     " switchport protected\n ip dhcp snooping trust\n", {"unknown"}),
    ("no ARP inspection", IOS, "ip arp inspection vlan 110\n", "", {"arp_check"}),
    ("a terminal's ARP is trusted", IOS, " switchport protected\n", " switchport protected\n ip arp inspection trust\n",
     {"arp_check"}),
    ("no ARP check", RGOS, " arp-check\n", "", {"arp_check"}),
    ("no BPDU guard", DIALECTS, " spanning-tree bpduguard enable\n", "", {"bpdu"}),
    ("BPDUs are filtered before the guard", DIALECTS, " spanning-tree portfast\n",
     " spanning-tree portfast\n spanning-tree bpdufilter enable\n", {"unknown"}),
    ("too slow", IOS, "police 8192000 1000000", "police 2000000 1000000", {"rate"}),
    ("too slow", RGOS, "rate-limit input 8192 1024", "rate-limit input 2000 1024", {"rate"}),
    ("a policy that does something else", IOS, " class class-default\n", " class voice\n  trust dscp\n class class-default\n",
     {"unknown"}),
    ("the wrong MAC", DIALECTS, "5489.9800.0101", "5489.9800.0999", {"binding"}),
    ("the wrong port", IOS, "10.96.128.2 interface GigabitEthernet1/0/1", "10.96.128.2 interface GigabitEthernet1/0/2",
     {"binding"}),
    ("no binding", DIALECTS, "ip source binding 5489.9800.0101 vlan 110 10.96.128.2", "! ", {"binding"}),
]  # fmt: skip
PLANTED = [(dialect, *fault) for fault in FAULTS for dialect in fault[1]]


@lru_cache
def planned_in(dialect: str) -> planning.SitePlan:
    """Plan lianhua-hall once for each dialect."""
    return plan(case=CASES[dialect])


@pytest.mark.parametrize(
    ("dialect", "old", "new", "kinds"),
    [(dialect, old, new, kinds) for dialect, _, _, old, new, kinds in PLANTED],
    ids=[f"{dialect}: {name}" for dialect, name, *_ in PLANTED],
)
def test_a_fault_is_told(dialect: str, old: str, new: str, kinds: set[str]) -> None:
    planned = planned_in(dialect)
    assert old in planned.text
    found = planning.prove_running(planned, planned.text.replace(old, new, 1))
    assert {one.kind for one in found} == kinds
