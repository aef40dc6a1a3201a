# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names that IOS and RGOS print instead of numbers in access lists.

Source: Cisco IOS Security Command Reference, `permit (IP)`, `access-list (IP extended)` and `permit (IPv6)`; that a
known number is printed by name is seen in ntc-templates' captured `show ip access-lists`. RGOS takes the same names
(unverified in detail).
"""

from __future__ import annotations

from lab.switch.forwarding import IPV4, Family

TCP_PORTS = {
    "bgp": 179, "chargen": 19, "cmd": 514, "daytime": 13, "discard": 9, "domain": 53, "drip": 3949, "echo": 7,
    "exec": 512, "finger": 79, "ftp": 21, "ftp-data": 20, "gopher": 70, "hostname": 101, "ident": 113, "irc": 194,
    "klogin": 543, "kshell": 544, "login": 513, "lpd": 515, "nntp": 119, "pim-auto-rp": 496, "pop2": 109, "pop3": 110,
    "smtp": 25, "sunrpc": 111, "tacacs": 49, "talk": 517, "telnet": 23, "time": 37, "uucp": 540, "whois": 43,
    "www": 80,
}  # fmt: skip
UDP_PORTS = {
    "biff": 512, "bootpc": 68, "bootps": 67, "discard": 9, "dnsix": 195, "domain": 53, "echo": 7, "isakmp": 500,
    "mobile-ip": 434, "nameserver": 42, "netbios-dgm": 138, "netbios-ns": 137, "netbios-ss": 139,
    "non500-isakmp": 4500, "ntp": 123, "pim-auto-rp": 496, "rip": 520, "snmp": 161, "snmptrap": 162, "sunrpc": 111,
    "syslog": 514, "tacacs": 49, "talk": 517, "tftp": 69, "time": 37, "who": 513, "xdmcp": 177,
}  # fmt: skip
PROTOCOLS = {
    "icmp": 1, "igmp": 2, "ipinip": 4, "tcp": 6, "udp": 17, "gre": 47, "esp": 50, "ahp": 51, "eigrp": 88, "ospf": 89,
    "pim": 103,
}  # fmt: skip
PROTOCOLS6 = {"icmp": 58, "tcp": 6, "udp": 17, "esp": 50, "ahp": 51}
ICMP_TYPES: dict[str, tuple[int, int | None]] = {
    "administratively-prohibited": (3, 13), "dod-host-prohibited": (3, 10), "dod-net-prohibited": (3, 9),
    "echo": (8, None), "echo-reply": (0, None), "general-parameter-problem": (12, 0), "host-isolated": (3, 8),
    "host-precedence-unreachable": (3, 14), "host-redirect": (5, 1), "host-tos-redirect": (5, 3),
    "host-tos-unreachable": (3, 12), "host-unknown": (3, 7), "host-unreachable": (3, 1),
    "information-reply": (16, None), "information-request": (15, None), "mask-reply": (18, None),
    "mask-request": (17, None), "net-redirect": (5, 0), "net-tos-redirect": (5, 2), "net-tos-unreachable": (3, 11),
    "net-unreachable": (3, 0), "network-unknown": (3, 6), "option-missing": (12, 1), "packet-too-big": (3, 4),
    "parameter-problem": (12, None), "port-unreachable": (3, 3), "precedence-unreachable": (3, 15),
    "protocol-unreachable": (3, 2), "reassembly-timeout": (11, 1), "redirect": (5, None),
    "router-advertisement": (9, None), "router-solicitation": (10, None), "source-quench": (4, None),
    "source-route-failed": (3, 5), "time-exceeded": (11, None), "timestamp-reply": (14, None),
    "timestamp-request": (13, None), "traceroute": (30, None), "ttl-exceeded": (11, 0), "unreachable": (3, None),
}  # fmt: skip
ICMP6_TYPES: dict[str, tuple[int, int | None]] = {
    "beyond-scope": (1, 2), "destination-unreachable": (1, 3), "echo-reply": (129, None), "echo-request": (128, None),
    "header": (4, 0), "hop-limit": (3, 0), "mld-query": (130, None), "mld-reduction": (132, None),
    "mld-report": (131, None), "nd-na": (136, None), "nd-ns": (135, None), "next-header": (4, 1), "no-admin": (1, 1),
    "no-route": (1, 0), "packet-too-big": (2, None), "parameter-option": (4, 2), "parameter-problem": (4, None),
    "port-unreachable": (1, 4), "reassembly-timeout": (3, 1), "redirect": (137, None),
    "router-advertisement": (134, None), "router-solicitation": (133, None), "time-exceeded": (3, None),
    "unreachable": (1, None),
}  # fmt: skip


def port_name(protocol: str, port: int) -> str:
    """A port as it is printed."""
    names = {"tcp": TCP_PORTS, "udp": UDP_PORTS}.get(protocol, {})
    return next((name for name, number in names.items() if number == port), str(port))


def protocol_number(family: Family, protocol: str) -> int | None:
    """A protocol's number; None for all of them."""
    if protocol in ("ip", "ipv6"):
        return None
    return int(protocol) if protocol.isdigit() else (PROTOCOLS if family == IPV4 else PROTOCOLS6)[protocol]


def protocol_name(family: Family, number: int) -> str:
    """A protocol as it is printed."""
    names = PROTOCOLS if family == IPV4 else PROTOCOLS6
    return next((name for name, known in names.items() if known == number), str(number))


def icmp_name(family: Family, kind: int, code: int | None) -> str:
    """An ICMP type as it is printed."""
    names = ICMP_TYPES if family == IPV4 else ICMP6_TYPES
    known = next((name for name, pair in names.items() if pair == (kind, code)), "")
    return known or (str(kind) if code is None else f"{kind} {code}")
