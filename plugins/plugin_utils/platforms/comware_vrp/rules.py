# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rule line of an advanced access list as VRP and Comware write it: `rule 5 permit tcp source 10.0.0.1 0 …`.

Sources: Huawei command reference, "rule (advanced ACL view)" and "rule (advanced ACL6 view)" (S1720–S6720 V200R011,
EDOC1000178165); H3C S5130 ACL and QoS command reference for Comware 7, "rule (IPv4 advanced ACL view)". `established` is
ACK or RST. A rule without `fragment` holds for fragments too; one that names ports, ICMP types or TCP flags cannot match
a later fragment, which carries none of them.
"""

from __future__ import annotations

import ipaddress
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...config.access_list import WIDTH, AddressMatch, Rule
from ...config.line import Line
from ...config.packet import ICMP, TCP, UDP
from ..rule_reading import NotUnderstood, read_ports

PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": 1, "icmpv6": 58, "igmp": 2, "ipinip": 4, "gre": 47, "ospf": 89}
EVERYTHING = {4: "ip", 6: "ipv6"}
ICMP_OPTION = {4: "icmp-type", 6: "icmp6-type"}
ICMP_NAMES = {
    4: {
        "echo": (8, 0), "echo-reply": (0, 0), "fragmentneed-dfset": (3, 4), "host-redirect": (5, 1),
        "host-tos-redirect": (5, 3), "host-unreachable": (3, 1), "information-reply": (16, 0),
        "information-request": (15, 0), "net-redirect": (5, 0), "net-tos-redirect": (5, 2), "net-unreachable": (3, 0),
        "parameter-problem": (12, 0), "port-unreachable": (3, 3), "protocol-unreachable": (3, 2),
        "reassembly-timeout": (11, 1), "source-quench": (4, 0), "source-route-failed": (3, 5),
        "timestamp-reply": (14, 0), "timestamp-request": (13, 0), "ttl-exceeded": (11, 0),
    },
    6: {
        "echo": (128, 0), "echo-request": (128, 0), "echo-reply": (129, 0),
        "erroneous-header-field": (4, 0), "err-header-field": (4, 0), "frag-time-exceeded": (3, 1),
        "hop-limit-exceeded": (3, 0), "host-admin-prohib": (1, 1), "host-unreachable": (1, 3),
        "neighbor-advertisement": (136, 0), "neighbor-solicitation": (135, 0), "network-unreachable": (1, 0),
        "packet-too-big": (2, 0), "port-unreachable": (1, 4), "redirect": (137, 0), "router-advertisement": (134, 0),
        "router-solicitation": (133, 0), "unknown-ipv6-opt": (4, 2), "unknown-next-hdr": (4, 1),
    },
}  # fmt: skip
TCP_PORTS = {
    "chargen": 19, "bgp": 179, "cmd": 514, "daytime": 13, "discard": 9, "dns": 53, "domain": 53, "echo": 7, "exec": 512,
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
PORT_NAMES = {TCP: TCP_PORTS, UDP: UDP_PORTS}


@dataclass(frozen=True)
class RuleWords:
    """Where the two languages differ.

    Attributes:
        established: the words for TCP segments with ACK or RST.
        types, type_form: the word for a frame's type, and how its bits are written.
        idle: words that change nothing for a packet, and that we never write.
    """

    established: tuple[str, ...]
    types: str
    type_form: str
    idle: frozenset[str] = frozenset()


VRP_RULES = RuleWords(("tcp-flag", "established"), "l2-protocol", "0x{:04x}")
COMWARE_RULES = RuleWords(("established",), "type", "{:04x}", frozenset({"counting"}))


def parse_rule(line: Line, family: int, language: RuleWords) -> Rule:
    """Read one rule line.

    Raises:
        NotUnderstood: any word of it has no meaning here.
    """
    words = deque(line.text.split())
    try:
        if words.popleft() != "rule":
            raise NotUnderstood(line.text)
        number, action = int(words.popleft()), words.popleft()
        if action not in ("permit", "deny"):
            raise NotUnderstood(action)
        protocol = _protocol(words.popleft(), family)
        options = _options(words, protocol, family, language)
        return Rule(number, action == "permit", protocol=protocol, line=line, **options)
    except (IndexError, ValueError) as error:
        raise NotUnderstood(str(error)) from error


def _protocol(word: str, family: int) -> int | None:
    if word == EVERYTHING[family]:
        return None
    number = PROTOCOLS.get(word) or int(word)
    if not 0 < number < 256:
        raise NotUnderstood(word)
    return number


def _options(words: deque[str], protocol: int | None, family: int, language: RuleWords) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while words:
        word = words.popleft()
        if word in language.idle:
            continue
        if protocol == TCP and word == language.established[0]:
            name, value = _established(words, language)
        else:
            name, value = _option(word, words, protocol, family)
        if name in found:
            raise NotUnderstood(f"{word} twice")
        found[name] = value
    return {"source": AddressMatch.any(family), "destination": AddressMatch.any(family)} | found


def _option(word: str, words: deque[str], protocol: int | None, family: int) -> tuple[str, Any]:
    if word in ("source", "destination"):
        return word, _addresses(words, family)
    if word in ("source-port", "destination-port") and protocol in PORT_NAMES:
        return word.replace("-port", "_ports"), read_ports(words, PORT_NAMES[protocol])
    if word == ICMP_OPTION[family] and protocol == ICMP[family]:
        return "icmp", _icmp(words, family)
    if word in ("fragment", "logging"):
        return word, True
    raise NotUnderstood(word)


def _established(words: deque[str], language: RuleWords) -> tuple[str, bool]:
    for expected in language.established[1:]:
        if (word := words.popleft()) != expected:
            raise NotUnderstood(word)
    return "established", True


def _addresses(words: deque[str], family: int) -> AddressMatch:
    word = words.popleft()
    if word == "any":
        return AddressMatch.any(family)
    if family == 6:
        length = "" if "/" in word else f"/{int(words.popleft())}"
        return AddressMatch.of(ipaddress.IPv6Network(word + length, strict=False))
    wildcard = words.popleft()
    return AddressMatch(4, _number(word), 0 if wildcard == "0" else _number(wildcard))


@lru_cache(maxsize=4096)
def _number(word: str) -> int:
    """Read an IPv4 address; the same few servers stand in every site's list."""
    return int(ipaddress.IPv4Address(word))


def _icmp(words: deque[str], family: int) -> tuple[int, int]:
    word = words.popleft().lower()
    if word in ICMP_NAMES[family]:
        return ICMP_NAMES[family][word]
    code = int(words.popleft()) if words and words[0].isdigit() else -1
    if not 0 <= int(word) <= 255 or not -1 <= code <= 255:
        raise NotUnderstood(word)
    return int(word), code


def format_rule(rule: Rule, language: RuleWords) -> str:
    """Write a rule as the device prints it; `parse_rule` reads it back to the same rule."""
    family = rule.source.family
    protocols = {number: name for name, number in PROTOCOLS.items()}
    protocol = EVERYTHING[family] if rule.protocol is None else protocols.get(rule.protocol, str(rule.protocol))
    words = ["rule", str(rule.number), "permit" if rule.permit else "deny", protocol]
    words += _end_words("source", rule.source, rule.source_ports)
    words += _end_words("destination", rule.destination, rule.destination_ports)
    if rule.established:
        words += language.established
    if rule.icmp:
        kind, code = rule.icmp
        # The two languages call IPv6's echo differently; both take numbers.
        echo = {ICMP_NAMES[4][name]: name for name in ("echo", "echo-reply")} if family == 4 else {}
        words += [ICMP_OPTION[family], echo.get(rule.icmp) or (str(kind) if code < 0 else f"{kind} {code}")]
    words += [word for word in ("fragment", "logging") if getattr(rule, word)]
    return " ".join(words)


def _end_words(name: str, addresses: AddressMatch, ports: tuple[int, int] | None) -> list[str]:
    words = [] if addresses.is_any else [name, format_addresses(addresses)]
    if ports:
        low, high = ports
        words += [f"{name}-port", f"eq {low}" if low == high else f"range {low} {high}"]
    return words


def format_addresses(addresses: AddressMatch) -> str:
    """Write `10.0.0.1 0`, `10.0.0.0 0.0.0.255` or `2001:db8::/32`."""
    if addresses.family == 4:
        wildcard = str(ipaddress.IPv4Address(addresses.wildcard)) if addresses.wildcard else "0"
        return f"{ipaddress.IPv4Address(addresses.value)} {wildcard}"
    length = WIDTH[6] - addresses.wildcard.bit_length()
    return f"{ipaddress.IPv6Address(addresses.value)}/{length}"
