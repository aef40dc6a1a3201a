# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Port numbers, three times: the reader's tables, the lab's, which come from the vendors' own, and IANA's."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.comware_vrp import rules as vrp_rules
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ios import rules as ios_rules

from lab.switch.hp_comware.words import STYLE as COMWARE
from lab.switch.huawei_vrp.words import STYLE as VRP
from lab.switch.ios_style import well_known as ios
from lab.switch.vrp_style import well_known as vrp

TCP, UDP = 6, 17
#: The Service Name and Transport Protocol Port Number Registry (IANA, RFC 6335), by IANA's own names.
IANA = {
    TCP: {
        "echo": 7, "discard": 9, "daytime": 13, "chargen": 19, "ftp-data": 20, "ftp": 21, "telnet": 23, "smtp": 25,
        "time": 37, "nicname": 43, "tacacs": 49, "domain": 53, "gopher": 70, "finger": 79, "http": 80, "hostname": 101,
        "pop2": 109, "pop3": 110, "sunrpc": 111, "auth": 113, "nntp": 119, "epmap": 135, "bgp": 179, "irc": 194,
        "pim-rp-disc": 496, "exec": 512, "login": 513, "shell": 514, "printer": 515, "talk": 517, "uucp": 540,
        "klogin": 543, "kshell": 544,
    },
    UDP: {
        "echo": 7, "discard": 9, "time": 37, "nameserver": 42, "tacacs": 49, "domain": 53, "tacacs-ds": 65,
        "bootps": 67, "bootpc": 68, "tftp": 69, "dnsix": 90, "sunrpc": 111, "ntp": 123, "netbios-ns": 137,
        "netbios-dgm": 138, "netbios-ssn": 139, "snmp": 161, "snmptrap": 162, "xdmcp": 177, "dn6-nlm-aud": 195,
        "mobileip-agent": 434, "mobilip-mn": 435, "pim-rp-disc": 496, "isakmp": 500, "comsat": 512, "who": 513,
        "syslog": 514, "talk": 517, "router": 520, "ipsec-nat-t": 4500,
    },
}  # fmt: skip
#: What vendors call IANA's services; `dnsix` is another service on IOS than on VRP.
CALLED = {
    "biff": "comsat", "cmd": "shell", "dns": "domain", "ident": "auth", "lpd": "printer", "mobile-ip": "mobileip-agent",
    "mobilip-ag": "mobileip-agent", "msrpc": "epmap", "netbios-ss": "netbios-ssn", "non500-isakmp": "ipsec-nat-t",
    "pim-auto-rp": "pim-rp-disc", "rip": "router", "whois": "nicname", "www": "http",
}  # fmt: skip
IOS_CALLED = CALLED | {"dnsix": "dn6-nlm-aud", "syslog": {TCP: "shell", UDP: "syslog"}}
LAB = {
    "vrp": {TCP: vrp.TCP_PORTS, UDP: vrp.UDP_PORTS},
    "comware": {TCP: vrp.TCP_PORTS | dict(COMWARE.more_tcp_ports), UDP: vrp.UDP_PORTS},
    "ios": {TCP: ios.TCP_PORTS, UDP: ios.UDP_PORTS},
}
OURS = {"vrp": vrp_rules.PORT_NAMES, "comware": vrp_rules.PORT_NAMES, "ios": ios_rules.PORT_NAMES}
#: What we read besides: each is a name of one system that the switch of the lab is not.
MORE = {
    ("vrp", TCP): {"dns": 53},  # one reader for both; VRP has it for UDP only
    ("ios", TCP): {"drip": 3949, "msrpc": 135},  # routers of IOS 12 and 15; IOS XE 16. IANA gives 3949 to nobody
}
NOBODYS = {"drip"}

BOTH = [(style, protocol) for style in LAB for protocol in (TCP, UDP)]


@pytest.mark.parametrize(("style", "protocol"), BOTH)
def test_the_reader_knows_what_the_switch_prints_and_nothing_else(style: str, protocol: int) -> None:
    assert OURS[style][protocol] == LAB[style][protocol] | MORE.get((style, protocol), {})


@pytest.mark.parametrize("tables", [LAB, OURS], ids=["lab", "ours"])
@pytest.mark.parametrize(("style", "protocol"), BOTH)
def test_numbers_are_ianas(tables: dict[str, dict[int, dict[str, int]]], style: str, protocol: int) -> None:
    called: dict[str, Any] = IOS_CALLED if style == "ios" else CALLED

    def iana(name: str) -> str:
        known = called.get(name, name)
        return str(known[protocol] if isinstance(known, dict) else known)

    wrong = {
        name: number
        for name, number in tables[style][protocol].items()
        if name not in NOBODYS and IANA[protocol].get(iana(name)) != number
    }
    assert wrong == {}


#: Where we read less than the switch lets through: `echo` and its answer are any code on IOS (trigger's authors tried it
#: on 12.1(21); not tried on 15.2), code 0 for us. What a packet with another code reaches, an echo with code 0 reaches.
CODE_0 = {4: {"echo": (8, None), "echo-reply": (0, None)}, 6: {"echo-request": (128, None), "echo-reply": (129, None)}}
#: Names that the lab's switch has and we do not read, so that the line counts as not understood.
UNREAD = {6: {"redirect"}}


def _same(ours: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int | None]]:
    return {name: (kind, None if code < 0 else code) for name, (kind, code) in ours.items()}


@pytest.mark.parametrize(("family", "table"), [(4, ios.ICMP_TYPES), (6, ios.ICMP6_TYPES)])
def test_messages_of_ios(family: int, table: dict[str, tuple[int, int | None]]) -> None:
    unread = UNREAD.get(family, set())
    assert _same(ios_rules.ICMP_NAMES[family]) | CODE_0[family] == {n: v for n, v in table.items() if n not in unread}


def test_messages_of_vrp_and_comware() -> None:
    types6 = dict(VRP.icmp6_types) | dict(COMWARE.icmp6_types)
    for family, table in ((4, vrp.ICMP_TYPES), (6, types6)):
        assert vrp_rules.ICMP_NAMES[family] == {name.lower(): pair for name, pair in table.items()}
