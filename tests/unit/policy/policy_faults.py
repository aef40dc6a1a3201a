# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults planted into the text of lianhua-hall, each with everything that the proof says about it, word for word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`old` in the text, the first time it stands there, becomes `new`."""

    name: str
    old: str
    new: str
    says: tuple[str, ...]


FAULTS = (
    Fault(
        "the final deny is missing",
        " rule 175 deny ip logging\n",
        "",
        (
            "lianhua-hall-01: no rule of access list 3901 matches, hence huawei_vrp lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: end access list 3901 with a rule that denies everything",
            'lianhua-hall: access list 3901 does not end in a rule that denies everything: line 41 "rule 170 permit icmp source 10.96.128.3 0 destination 10.96.128.1 0 icmp-type echo" is its last rule, and huawei_vrp lets through what no rule matches [DB4403/T 503.5 6.4-e]\n    fix: end it with `deny ip`',
        ),
    ),
    Fault(
        "the access list is left out of a port",
        " traffic-filter inbound acl 3901\n",
        "",
        (
            "lianhua-hall-01: no inbound IPv4 filter on the port, hence huawei_vrp lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 through on GigabitEthernet0/0/1, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: apply an access list that ends in a deny to GigabitEthernet0/0/1, inbound",
        ),
    ),
    Fault(
        "the access list is applied in the wrong direction",
        " traffic-filter inbound acl 3901\n",
        " traffic-filter outbound acl 3901\n",
        (
            'lianhua-hall-01: line 59 "traffic-filter outbound acl 3901" on GigabitEthernet0/0/1 filters what the terminal receives; what it sends is inbound [DB4403/T 503.5 6.4-e]\n    fix: apply the access list inbound',
            "lianhua-hall-01: no inbound IPv4 filter on the port, hence huawei_vrp lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 through on GigabitEthernet0/0/1, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: apply an access list that ends in a deny to GigabitEthernet0/0/1, inbound",
        ),
    ),
    Fault(
        "another access list is applied",
        " traffic-filter inbound acl 3901\n",
        " traffic-filter inbound acl 3000\n",
        (
            'lianhua-hall-01: line 59 "traffic-filter inbound acl 3000" on GigabitEthernet0/0/1 applies an access list that is not ours: ours are 3901 or 3902 [DB4403/T 503.5 6.4-e]\n    fix: take the filter off the port',
            "lianhua-hall-01: the inbound IPv4 filter's access list 3000, which is not in the text, lets tcp 10.96.128.2:40000 -> 198.51.100.80:443 through on GigabitEthernet0/0/1, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: apply an access list that ends in a deny to GigabitEthernet0/0/1, inbound",
        ),
    ),
    Fault(
        "a wildcard is too wide",
        "destination 10.96.0.0 0.0.0.255 tcp-flag",
        "destination 10.96.0.0 0.0.255.255 tcp-flag",
        (
            'lianhua-hall-01: line 22 "rule 75 permit tcp source 10.96.128.2 0 source-port eq 22 destination 10.96.0.0 0.0.255.255 tcp-flag established" lets tcp 10.96.128.2:22 -> 10.96.1.0:443 (ack) through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, which no grant and no duty of the site needs [DB4403/T 503.5 7.3]\n    fix: take the line out of the template or of the switch',
        ),
    ),
    Fault(
        "a wildcard reaches the internet",
        " rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 ",
        " rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 255.0.0.0 ",
        (
            'lianhua-hall-01: line 8 "rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 255.0.0.0 destination-port eq 443" lets tcp 10.96.128.2:40000 -> 0.96.8.11:443 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: take the line out of the template or of the switch',
        ),
    ),
    Fault(
        "a permit stands above the deny",
        " rule 175 deny ip logging\n",
        " rule 171 permit tcp destination 203.0.113.80 0\n rule 175 deny ip logging\n",
        (
            'lianhua-hall-01: line 42 "rule 171 permit tcp destination 203.0.113.80 0" lets tcp 10.96.128.2:40000 -> 203.0.113.80:443 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: take the line out of the template or of the switch',
        ),
    ),
    Fault(
        "later fragments are let out",
        " rule 175 deny ip logging\n",
        " rule 171 permit ip fragment\n rule 175 deny ip logging\n",
        (
            'lianhua-hall-01: line 42 "rule 171 permit ip fragment" lets tcp later fragment 10.96.128.2 -> 198.51.100.80 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: take the line out of the template or of the switch',
        ),
    ),
    Fault(
        "an item's host lies outside the prefixes",
        "destination 10.96.8.11 0 destination-port eq 8443",
        "destination 203.0.113.10 0 destination-port eq 8443",
        (
            'lianhua-hall-01: line 9 "rule 10 permit tcp source 10.96.128.2 0 destination 203.0.113.10 0 destination-port eq 8443" lets tcp 10.96.128.2:40000 -> 203.0.113.10:8443 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, which leaves the allowed prefixes [DB4403/T 503.5 6.4-e]\n    fix: take the line out of the template or of the switch',
            'lianhua-hall-01: line 42 "rule 175 deny ip logging" stops tcp 10.96.128.2:40000 -> 10.96.8.11:8443, which is needed for: RS-003 养老保险待遇资格认证, granted by 市人力资源和社会保障局, approval YW-2026-0007 [DB4403/T 503.5 7.3]\n    fix: add the rule: permit tcp 8443 from 10.96.128.2 to 10.96.8.11',
        ),
    ),
    Fault(
        "an item is forgotten",
        " rule 10 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 8443\n",
        "",
        (
            'lianhua-hall-01: line 41 "rule 175 deny ip logging" stops tcp 10.96.128.2:40000 -> 10.96.8.11:8443, which is needed for: RS-003 养老保险待遇资格认证, granted by 市人力资源和社会保障局, approval YW-2026-0007 [DB4403/T 503.5 7.3]\n    fix: add the rule: permit tcp 8443 from 10.96.128.2 to 10.96.8.11',
        ),
    ),
    Fault(
        "an item is denied first",
        " rule 5 permit tcp",
        " rule 1 deny tcp destination 10.96.8.13 0 destination-port eq 443\n rule 5 permit tcp",
        (
            'lianhua-hall-01: line 8 "rule 1 deny tcp destination 10.96.8.13 0 destination-port eq 443" stops tcp 10.96.128.2:40000 -> 10.96.8.13:443, which is needed for: GJ-001 公积金账户查询, granted by 市住房公积金管理中心, approval YW-2026-0007; GJ-002 公积金提取申请, granted by 市住房公积金管理中心, approval YW-2026-0007 [DB4403/T 503.5 7.3]\n    fix: add the rule: permit tcp 443 from 10.96.128.2 to 10.96.8.13',
            'lianhua-hall-02: line 8 "rule 1 deny tcp destination 10.96.8.13 0 destination-port eq 443" stops tcp 10.96.128.3:40000 -> 10.96.8.13:443, which is needed for: GJ-001 公积金账户查询, granted by 市住房公积金管理中心, approval YW-2026-0007; GJ-002 公积金提取申请, granted by 市住房公积金管理中心, approval YW-2026-0007 [DB4403/T 503.5 7.3]\n    fix: add the rule: permit tcp 443 from 10.96.128.3 to 10.96.8.13',
            'lianhua-hall: line 13 "rule 25 permit tcp source 10.96.128.2 0 destination 10.96.8.13 0 destination-port eq 443" (and 1 more) never decides about a packet: line 8 "rule 1 deny tcp destination 10.96.8.13 0 destination-port eq 443" decides all it matches [DB4403/T 503.5 7.2]\n    fix: take the line out, or put it where it was meant to stand',
        ),
    ),
    Fault(
        "the IPv6 filter is forgotten",
        " traffic-filter inbound acl ipv6 3961\n",
        "",
        (
            "lianhua-hall-01: no inbound IPv6 filter on the port, hence huawei_vrp lets tcp [2001:db8::2]:40000 -> [2001:db8:51::80]:443 through on GigabitEthernet0/0/1, and IPv6 is not planned [DB4403/T 503.5 6.4-e]\n    fix: apply an access list that ends in a deny to GigabitEthernet0/0/1, inbound",
        ),
    ),
    Fault(
        "IPv6 neighbours are let through",
        " rule 5 deny ipv6\n",
        " rule 5 permit icmpv6\n rule 10 deny ipv6\n",
        (
            'lianhua-hall-01: line 46 "rule 5 permit icmpv6" lets icmpv6 2001:db8::2 -> 2001:db8:51::80 type 128 code 0 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, and IPv6 is not planned [DB4403/T 503.5 6.4-e]\n    fix: take the line out of the template or of the switch',
        ),
    ),
    Fault(
        "the IPv6 access list is empty",
        " rule 5 deny ipv6\n",
        "",
        (
            "lianhua-hall-01: no rule of access list 3961 matches, hence huawei_vrp lets tcp [2001:db8::2]:40000 -> [2001:db8:51::80]:443 through on GigabitEthernet0/0/1, GigabitEthernet0/0/2, and IPv6 is not planned [DB4403/T 503.5 6.4-e]\n    fix: end access list 3961 with a rule that denies everything",
            "lianhua-hall: access list 3961 does not end in a rule that denies everything: it has no rule, and huawei_vrp lets through what no rule matches [DB4403/T 503.5 6.4-e]\n    fix: end it with `deny ipv6`",
        ),
    ),
    Fault(
        "a binding has the wrong MAC",
        "mac-address 5489-9800-0101",
        "mac-address 5489-9800-0199",
        (
            "lianhua-hall-01: the address ledger's binding 10.96.128.2 54:89:98:00:01:01 on GigabitEthernet0/0/1 in VLAN 110 is missing [DB4403/T 503.5 6.4-b]\n    fix: add the binding",
            'lianhua-hall-01: line 48 "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0199 interface GigabitEthernet0/0/1 vlan 110" is not the address ledger\'s: the address ledger says 10.96.128.2 54:89:98:00:01:01 on GigabitEthernet0/0/1 in VLAN 110 [DB4403/T 503.5 6.4-b]\n    fix: take the binding out',
        ),
    ),
    Fault(
        "a binding is missing",
        "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface GigabitEthernet0/0/1 vlan 110\n",
        "",
        (
            "lianhua-hall-01: the address ledger's binding 10.96.128.2 54:89:98:00:01:01 on GigabitEthernet0/0/1 in VLAN 110 is missing [DB4403/T 503.5 6.4-b]\n    fix: add the binding",
        ),
    ),
    Fault(
        "an address is bound on a second port",
        "user-bind static",
        "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0177 interface GigabitEthernet0/0/9 vlan 110\nuser-bind static",
        (
            'lianhua-hall-01: line 48 "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0177 interface GigabitEthernet0/0/9 vlan 110" is not the address ledger\'s: the address ledger says 10.96.128.2 54:89:98:00:01:01 on GigabitEthernet0/0/1 in VLAN 110 [DB4403/T 503.5 6.4-b]\n    fix: take the binding out',
        ),
    ),
    Fault(
        "the port is in the wrong VLAN",
        " port default vlan 110\n",
        " port default vlan 20\n",
        (
            "lianhua-hall-01: GigabitEthernet0/0/1 is in VLAN 20, not in the terminals' VLAN 110 [DB4403/T 503.5 6.4-a]\n    fix: put it into VLAN 110",
        ),
    ),
    Fault(
        "the port is a trunk",
        " port link-type access\n port default vlan 110\n",
        " port link-type trunk\n port trunk allow-pass vlan 110\n",
        (
            "lianhua-hall-01: GigabitEthernet0/0/1 has link type trunk, not access [DB4403/T 503.5 6.4-a]\n    fix: make it an access port: a terminal that can tag frames chooses its own VLAN",
            "lianhua-hall-01: GigabitEthernet0/0/1 is in VLAN 1, not in the terminals' VLAN 110 [DB4403/T 503.5 6.4-a]\n    fix: put it into VLAN 110",
            'lianhua-hall-01: line 54 "port trunk allow-pass vlan 110" on GigabitEthernet0/0/1 is not understood, so nothing can be proven of this port [DB4403/T 503.5 6.4-e]\n    fix: take the line off the port by hand',
        ),
    ),
    Fault(
        "the rate is too low",
        " qos lr inbound cir 8192 cbs 1024000\n",
        " qos lr inbound cir 2048 cbs 256000\n",
        (
            'lianhua-hall-01: line 61 "qos lr inbound cir 2048 cbs 256000" on GigabitEthernet0/0/1 is less than the 4096 kbit/s that a terminal has to have [DB4403/T 503.5 6.4-d]\n    fix: raise policy.rate_kbps in city.yml, or take the limit off the port',
        ),
    ),
    Fault(
        "port security lets in two",
        " port-security max-mac-num 1\n",
        " port-security max-mac-num 2\n",
        (
            "lianhua-hall-01: GigabitEthernet0/0/1 lets in 2 MAC addresses, not one [DB4403/T 503.5 6.4-c]\n    fix: put the setting back into the port's template, or onto the port",
        ),
    ),
    Fault(
        "port security is off",
        " port-security enable\n port-security max-mac-num 1\n",
        "",
        (
            "lianhua-hall-01: GigabitEthernet0/0/1 lets in any number of MAC addresses: port security is off [DB4403/T 503.5 6.4-c]\n    fix: put the setting back into the port's template, or onto the port",
        ),
    ),
    Fault(
        "packets are not checked against the bindings",
        " ip source check user-bind enable\n",
        "",
        (
            "lianhua-hall-01: GigabitEthernet0/0/1 does not check IP packets against the bindings [DB4403/T 503.5 6.4-b]\n    fix: put the setting back into the port's template, or onto the port",
        ),
    ),
    Fault(
        "the terminals are not isolated",
        " port-isolate enable group 1\n",
        "",
        (
            "lianhua-hall-01: GigabitEthernet0/0/1 is not isolated from the neighbouring terminals [DB4403/T 503.5 6.4-e]\n    fix: put the setting back into the port's template, or onto the port",
        ),
    ),
    Fault(
        "a rule is doubled",
        " rule 10 permit",
        " rule 7 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443\n rule 10 permit",
        (
            'lianhua-hall: line 9 "rule 7 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443" never decides about a packet: line 8 "rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443" says the same [DB4403/T 503.5 7.2]\n    fix: take the line out, or put it where it was meant to stand',
        ),
    ),
    Fault(
        "a rule is dead",
        " rule 175 deny ip logging\n",
        " rule 171 deny tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port range 8443 8443\n rule 175 deny ip logging\n",
        (
            'lianhua-hall: line 42 "rule 171 deny tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port range 8443 8443" never decides about a packet: line 9 "rule 10 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 8443" decides all it matches [DB4403/T 503.5 7.2]\n    fix: take the line out, or put it where it was meant to stand',
        ),
    ),
    Fault(
        "a line of the access list is not understood",
        " rule 175 deny ip logging\n",
        " rule 171 permit ip time-range night\n rule 175 deny ip logging\n",
        (
            'lianhua-hall: line 42 "rule 171 permit ip time-range night" stands in one of our access lists and is not understood, so nothing can be proven of it [DB4403/T 503.5 6.4-e]\n    fix: take the line out; what it should do belongs in the template',
        ),
    ),
    Fault(
        "the access list has another match order",
        "acl number 3901\n",
        "acl number 3901 match-order auto\n",
        (
            'lianhua-hall: line 6 "acl number 3901 match-order auto" stands in one of our access lists and is not understood, so nothing can be proven of it [DB4403/T 503.5 6.4-e]\n    fix: take the line out; what it should do belongs in the template',
        ),
    ),
    Fault(
        "a line of the port is not understood",
        " ip source check user-bind enable\n",
        " ip source check user-bind enable\n traffic-policy free inbound\n",
        (
            'lianhua-hall-01: line 65 "traffic-policy free inbound" on GigabitEthernet0/0/1 is not understood, so nothing can be proven of this port [DB4403/T 503.5 6.4-e]\n    fix: take the line off the port by hand',
        ),
    ),
    Fault(
        "the port is missing",
        "interface GigabitEthernet0/0/2\n",
        "interface GigabitEthernet0/0/12\n",
        (
            "lianhua-hall-02: GigabitEthernet0/0/2 is not in the configuration [DB4403/T 503.5 6.4-c]\n    fix: configure the port, or correct its name in the site file",
        ),
    ),
)
