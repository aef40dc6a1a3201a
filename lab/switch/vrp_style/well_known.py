# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names that are printed instead of numbers in ACL rules.

Typed in from the vendors' tables of numbers and held against IANA's, never from the reader that the lab is to judge.

Ports: Huawei CloudEngine command reference, "rule (Advanced ACL view) (TCP)" and "rule (Advanced ACL6 view) (udp)", which
give name and number; biff, bootpc and bootps, which stand there without one, from HP MSR (Comware 7) ACL and QoS command
reference R0106, table 7, which agrees in all others. Both descend from one system, as H3C's S3100 manual (table 1-12)
shows. ICMP: H3C Comware 7 ACL commands, table 1-12. That `eq 80` is printed as `eq www`, and a range in numbers, is seen
in ntc-templates' captured `display acl all`.
"""

from __future__ import annotations

TCP_PORTS = {
    "echo": 7, "discard": 9, "daytime": 13, "chargen": 19, "ftp-data": 20, "ftp": 21, "telnet": 23, "smtp": 25,
    "time": 37, "whois": 43, "tacacs": 49, "domain": 53, "gopher": 70, "finger": 79, "www": 80, "hostname": 101,
    "pop2": 109, "pop3": 110, "sunrpc": 111, "nntp": 119, "bgp": 179, "irc": 194, "exec": 512, "login": 513,
    "cmd": 514, "lpd": 515, "talk": 517, "uucp": 540, "klogin": 543, "kshell": 544,
}  # fmt: skip
UDP_PORTS = {
    "echo": 7, "discard": 9, "time": 37, "nameserver": 42, "dns": 53, "tacacs-ds": 65, "bootps": 67, "bootpc": 68,
    "tftp": 69, "dnsix": 90, "sunrpc": 111, "ntp": 123, "netbios-ns": 137, "netbios-dgm": 138, "netbios-ssn": 139,
    "snmp": 161, "snmptrap": 162, "xdmcp": 177, "mobilip-ag": 434, "mobilip-mn": 435, "biff": 512, "who": 513,
    "syslog": 514, "talk": 517, "rip": 520,
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
