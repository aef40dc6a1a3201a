# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names that are printed instead of numbers in ACL rules.

Source: Huawei S1720/S2700/S5700/S6720 V200R011C10 Command Reference (EDOC1000178165), `rule (advanced ACL view)`; that
`eq 80` is printed as `eq www`, and a range in numbers, is seen in ntc-templates' captured `display acl all`.
The H3C Comware 7 ACL command reference has the same lists.
"""

from __future__ import annotations

TCP_PORTS = {
    "chargen": 19, "bgp": 179, "cmd": 514, "daytime": 13, "discard": 9, "domain": 53, "echo": 7, "exec": 512,
    "finger": 79, "ftp": 21, "ftp-data": 20, "gopher": 70, "hostname": 101, "irc": 194, "klogin": 543, "kshell": 544,
    "login": 513, "lpd": 515, "nntp": 119, "pop2": 109, "pop3": 110, "smtp": 25, "sunrpc": 111, "tacacs": 49,
    "talk": 517, "telnet": 23, "time": 37, "uucp": 540, "whois": 43, "www": 80,
}  # fmt: skip
UDP_PORTS = {
    "biff": 512, "bootpc": 68, "bootps": 67, "discard": 9, "dns": 53, "dnsix": 90, "echo": 7, "mobilip-ag": 434,
    "mobilip-mn": 435, "nameserver": 42, "netbios-dgm": 138, "netbios-ns": 137, "netbios-ssn": 139, "ntp": 123,
    "rip": 520, "snmp": 161, "snmptrap": 162, "sunrpc": 111, "syslog": 514, "tacacs-ds": 65, "talk": 517, "tftp": 69,
    "time": 37, "who": 513, "xdmcp": 177,
}  # fmt: skip
PROTOCOLS = {"icmp": 1, "igmp": 2, "ipinip": 4, "tcp": 6, "udp": 17, "gre": 47, "ospf": 89}
PROTOCOLS6 = {"icmpv6": 58, "ipv6-esp": 50, "ipv6-ah": 51, "tcp": 6, "udp": 17, "gre": 47, "ospf": 89}
ICMP_TYPES = {
    "echo": (8, 0), "echo-reply": (0, 0), "fragmentneed-DFset": (3, 4), "host-redirect": (5, 1),
    "host-tos-redirect": (5, 3), "host-unreachable": (3, 1), "information-reply": (16, 0),
    "information-request": (15, 0), "net-redirect": (5, 0), "net-tos-redirect": (5, 2), "net-unreachable": (3, 0),
    "parameter-problem": (12, 0), "port-unreachable": (3, 3), "protocol-unreachable": (3, 2),
    "reassembly-timeout": (11, 1), "source-quench": (4, 0), "source-route-failed": (3, 5), "timestamp-reply": (14, 0),
    "timestamp-request": (13, 0), "ttl-exceeded": (11, 0),
}  # fmt: skip


def port_name(protocol: str, port: int) -> str:
    """A port as it is printed after `eq`, `gt` and `lt`."""
    names = {"tcp": TCP_PORTS, "udp": UDP_PORTS}.get(protocol, {})
    return next((name for name, number in names.items() if number == port), str(port))
