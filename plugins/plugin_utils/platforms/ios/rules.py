# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rule line of an extended or IPv6 access list as IOS and RGOS write it: `10 permit tcp host A host B eq 443`.

Sources: Cisco IOS Security Command Reference, "permit (IP)", "permit (IPv6)"; Ruijie RG-S2900G-E configuration guide,
access control lists. `established` is ACK or RST. A permit that reads ports lets later fragments through by addresses
and protocol alone, a deny that reads them does not stop them (Cisco document 8014, "Access Control Lists and IP
Fragments"; the same of RGOS is unverified).
"""

from __future__ import annotations

import ipaddress
from collections import deque
from dataclasses import replace
from typing import Any

from ...config.access_list import WIDTH, AddressMatch, Rule
from ...config.line import Line
from ...config.packet import ICMP, TCP, UDP
from ..rule_reading import NotUnderstood, read_ports

# Between two rules of which the device prints no number; it numbers them so itself.
STEP = 10
EVERYTHING = {4: "ip", 6: "ipv6"}
PROTOCOLS = {"tcp": TCP, "udp": UDP, "ahp": 51, "esp": 50, "sctp": 132}
PROTOCOLS_OF = {
    4: PROTOCOLS | {"icmp": ICMP[4], "igmp": 2, "gre": 47, "eigrp": 88, "ospf": 89, "pim": 103},
    6: PROTOCOLS | {"icmp": ICMP[6]},
}
# A message without a code here is one that IOS matches with any code; that `echo` means code 0 is unverified.
ICMP_NAMES = {
    4: {
        "administratively-prohibited": (3, 13), "alternate-address": (6, -1), "conversion-error": (31, -1),
        "dod-host-prohibited": (3, 10), "dod-net-prohibited": (3, 9), "echo": (8, 0), "echo-reply": (0, 0),
        "general-parameter-problem": (12, 0), "host-isolated": (3, 8), "host-precedence-unreachable": (3, 14),
        "host-redirect": (5, 1), "host-tos-redirect": (5, 3), "host-tos-unreachable": (3, 12), "host-unknown": (3, 7),
        "host-unreachable": (3, 1), "information-reply": (16, -1), "information-request": (15, -1),
        "mask-reply": (18, -1), "mask-request": (17, -1), "mobile-redirect": (32, -1), "net-redirect": (5, 0),
        "net-tos-redirect": (5, 2), "net-tos-unreachable": (3, 11), "net-unreachable": (3, 0),
        "network-unknown": (3, 6), "no-room-for-option": (12, 2), "option-missing": (12, 1), "packet-too-big": (3, 4),
        "parameter-problem": (12, -1), "port-unreachable": (3, 3), "precedence-unreachable": (3, 15),
        "protocol-unreachable": (3, 2), "reassembly-timeout": (11, 1), "redirect": (5, -1),
        "router-advertisement": (9, -1), "router-solicitation": (10, -1), "source-quench": (4, -1),
        "source-route-failed": (3, 5), "time-exceeded": (11, -1), "timestamp-reply": (14, -1),
        "timestamp-request": (13, -1), "traceroute": (30, -1), "ttl-exceeded": (11, 0), "unreachable": (3, -1),
    },
    6: {
        "beyond-scope": (1, 2), "destination-unreachable": (1, 3), "echo-reply": (129, 0), "echo-request": (128, 0),
        "header": (4, 0), "hop-limit": (3, 0), "mld-query": (130, -1), "mld-reduction": (132, -1),
        "mld-report": (131, -1), "nd-na": (136, -1), "nd-ns": (135, -1), "next-header": (4, 1), "no-admin": (1, 1),
        "no-route": (1, 0), "packet-too-big": (2, -1), "parameter-option": (4, 2), "parameter-problem": (4, -1),
        "port-unreachable": (1, 4), "reassembly-timeout": (3, 1), "router-advertisement": (134, -1),
        "router-solicitation": (133, -1), "time-exceeded": (3, -1), "unreachable": (1, -1),
    },
}  # fmt: skip
ECHOES = {4: {(8, 0): "echo", (0, 0): "echo-reply"}, 6: {(128, 0): "echo-request", (129, 0): "echo-reply"}}
PORT_NAMES = {
    TCP: {
        "bgp": 179, "chargen": 19, "cmd": 514, "daytime": 13, "discard": 9, "domain": 53, "drip": 3949, "echo": 7,
        "exec": 512, "finger": 79, "ftp": 21, "ftp-data": 20, "gopher": 70, "hostname": 101, "ident": 113, "irc": 194,
        "klogin": 543, "kshell": 544, "login": 513, "lpd": 515, "msrpc": 135, "nntp": 119, "pim-auto-rp": 496,
        "pop2": 109, "pop3": 110, "smtp": 25, "sunrpc": 111, "syslog": 514, "tacacs": 49, "talk": 517, "telnet": 23,
        "time": 37, "uucp": 540, "whois": 43, "www": 80,
    },
    UDP: {
        "biff": 512, "bootpc": 68, "bootps": 67, "discard": 9, "dnsix": 195, "domain": 53, "echo": 7, "isakmp": 500,
        "mobile-ip": 434, "nameserver": 42, "netbios-dgm": 138, "netbios-ns": 137, "netbios-ss": 139,
        "non500-isakmp": 4500, "ntp": 123, "pim-auto-rp": 496, "rip": 520, "snmp": 161, "snmptrap": 162, "sunrpc": 111,
        "syslog": 514, "tacacs": 49, "talk": 517, "tftp": 69, "time": 37, "who": 513, "xdmcp": 177,
    },
}  # fmt: skip
OPERATORS = ("eq", "gt", "lt", "range", "neq")
# IOS writes the one, RGOS the other.
FRAGMENT = ("fragments", "fragment")


def parse_rule(line: Line, family: int, place: int) -> Rule:
    """Read one rule line, the `place`th of its list.

    Raises:
        NotUnderstood: any word of it has no meaning here.
    """
    words = deque(line.text.split())
    try:
        number = _number(words) or STEP * place
        action = words.popleft()
        if action not in ("permit", "deny"):
            raise NotUnderstood(action)
        found: dict[str, Any] = {"protocol": _protocol(words.popleft(), family)}
        for end in ("source", "destination"):
            found[end] = _addresses(words, family)
            if words and words[0] in OPERATORS:
                found[f"{end}_ports"] = read_ports(words, PORT_NAMES[found["protocol"]])
        found |= _options(words, found["protocol"], family)
        rule = Rule(found.pop("number", number), action == "permit", line=line, **found)
    except (IndexError, KeyError, ValueError) as error:
        raise NotUnderstood(str(error)) from error
    return replace(rule, fragments_too=rule.permit and rule.layer4)


def _number(words: deque[str]) -> int:
    """Take a number off the front, `10` or `sequence 10`; 0 if there is none."""
    if words[0] == "sequence":
        words.popleft()
        return int(words.popleft())
    return int(words.popleft()) if words[0].isdecimal() else 0


def _protocol(word: str, family: int) -> int | None:
    if word == EVERYTHING[family]:
        return None
    number = PROTOCOLS_OF[family].get(word) or int(word)
    if not 0 < number < 256:
        raise NotUnderstood(word)
    return number


def _addresses(words: deque[str], family: int) -> AddressMatch:
    word = words.popleft()
    if word == "any":
        return AddressMatch.any(family)
    if word == "host":
        return AddressMatch.of(_network(f"{words.popleft()}/{WIDTH[family]}", family))
    if family == 6:
        if "/" not in word:
            raise NotUnderstood(word)
        return AddressMatch.of(_network(word, family))
    wildcard = int(ipaddress.IPv4Address(words.popleft()))
    return AddressMatch(4, int(ipaddress.IPv4Address(word)), wildcard)


def _network(text: str, family: int) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return (ipaddress.IPv4Network if family == 4 else ipaddress.IPv6Network)(text, strict=False)


def _options(words: deque[str], protocol: int | None, family: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if words and protocol == ICMP[family] and (words[0] in ICMP_NAMES[family] or words[0].isdecimal()):
        found["icmp"] = _icmp(words, family)
    while words:
        word = words.popleft()
        name = "fragment" if word in FRAGMENT else {"log": "logging", "sequence": "number"}.get(word, word)
        known = name in ("fragment", "logging") or (name == "established" and protocol == TCP)
        if name in found or not (known or (name == "number" and family == 6)):
            raise NotUnderstood(word)
        found[name] = int(words.popleft()) if name == "number" else True
    return found


def _icmp(words: deque[str], family: int) -> tuple[int, int]:
    word = words.popleft()
    if word in ICMP_NAMES[family]:
        return ICMP_NAMES[family][word]
    kind, code = int(word), int(words.popleft()) if words and words[0].isdecimal() else -1
    if kind > 255 or code > 255:
        raise NotUnderstood(word)
    return kind, code


def format_rule(rule: Rule, fragment: str = FRAGMENT[0]) -> str:
    """Write a rule without its number; `parse_rule` reads it back to the same rule. `fragment` is the platform's word."""
    family = rule.source.family
    names = {number: name for name, number in PROTOCOLS_OF[family].items()}
    protocol = EVERYTHING[family] if rule.protocol is None else names.get(rule.protocol, str(rule.protocol))
    words = ["permit" if rule.permit else "deny", protocol]
    for addresses, ports in ((rule.source, rule.source_ports), (rule.destination, rule.destination_ports)):
        words.append(format_addresses(addresses))
        if ports:
            low, high = ports
            words.append(f"eq {low}" if low == high else f"range {low} {high}")
    if rule.icmp:
        kind, code = rule.icmp
        words.append(ECHOES[family].get(rule.icmp) or (str(kind) if code < 0 else f"{kind} {code}"))
    options = {"established": rule.established, fragment: rule.fragment, "log": rule.logging}
    return " ".join([*words, *(word for word, wanted in options.items() if wanted)])


def format_addresses(addresses: AddressMatch) -> str:
    """Write `any`, `host 10.0.0.1`, `10.0.0.0 0.0.0.255` or `2001:db8::/32`."""
    address = ipaddress.IPv4Address if addresses.family == 4 else ipaddress.IPv6Address
    if addresses.is_any:
        return "any"
    if not addresses.wildcard:
        return f"host {address(addresses.value)}"
    if addresses.family == 6:
        return f"{address(addresses.value)}/{WIDTH[6] - addresses.wildcard.bit_length()}"
    return f"{address(addresses.value)} {address(addresses.wildcard)}"
