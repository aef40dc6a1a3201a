# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rule line of a list of frames: `rule 5 deny l2-protocol 0x8863` (VRP), `permit any any 0x806 0x0` (IOS).

Sources: Huawei S-series "Configuring a Layer 2 ACL" (`l2-protocol type-value [ type-mask ]`; forum.huawei.com 757805) and
CloudEngine EDOC1100075347 (`type type [ type-mask ]`); HPE FlexFabric 5940 ACL and QoS command reference for Comware 7,
"rule (Layer 2 ACL view)" (`type protocol-type protocol-type-mask`, hexadecimal without a prefix); Cisco Catalyst 3560
software configuration guide OL-8553-06, 33-28 (`type mask`, where the bits of the mask do not count). Only the conditions
that we write are understood. How a device prints a mask of which every bit counts is unverified: both forms are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..config.access_list import FRAMES, AddressMatch, Rule
from ..config.line import Line
from ..config.notation import read_mac, write_mac
from .comware_vrp.rules import NotUnderstood

if TYPE_CHECKING:
    from .comware_vrp.rules import RuleWords

_ANY = AddressMatch.any(FRAMES)
_HEX = r"(?:0x)?([0-9a-f]{1,4})"
_MAC = r"[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}"
_WILDCARD = re.compile(rf"rule (\d+) (permit|deny)(?: (\S+) {_HEX}(?: {_HEX})?)?((?: \S+)*)", re.IGNORECASE)
_IOS = re.compile(rf"(?:(\d+) )?(permit|deny) any (any|({_MAC}) ({_MAC}))(?: {_HEX} {_HEX})?", re.IGNORECASE)


def parse_wildcard(line: Line, _family: int, language: RuleWords) -> Rule:
    """Read a line of VRP or Comware, in whose masks the ones count.

    Raises:
        NotUnderstood: any word of it has no meaning here.
    """
    found = _WILDCARD.fullmatch(line.text)
    if not found or found[3] not in (None, language.types) or not language.idle.issuperset(found[6].split()):
        raise NotUnderstood(line.text)
    mask = int(found[5], 16) if found[5] else 0xFFFF
    return _rule(int(found[1]), found[2], _ANY, found[4], 0xFFFF ^ mask, line)


def format_wildcard(rule: Rule, language: RuleWords) -> str:
    """Write a rule as `parse_wildcard` reads it."""
    words = ["rule", str(rule.number), "permit" if rule.permit else "deny"]
    if rule.protocol is not None:
        words += [
            language.types,
            *(language.type_form.format(value) for value in (rule.protocol, 0xFFFF ^ rule.wildcard)),
        ]
    return " ".join(words)


def parse_ios(line: Line, place: int) -> Rule:
    """Read a line of IOS, the `place`th of its list, in whose masks the zeros count.

    Raises:
        NotUnderstood: any word of it has no meaning here.
    """
    found = _IOS.fullmatch(line.text)
    if not found:
        raise NotUnderstood(line.text)
    to = _ANY if found[3] == "any" else AddressMatch(FRAMES, _mac_number(found[4]), _mac_number(found[5]))
    return _rule(int(found[1] or 10 * place), found[2], to, found[6], int(found[7] or "0", 16), line)


def format_ios(rule: Rule) -> str:
    """Write a rule without its number, as `parse_ios` reads it."""
    words = ["permit" if rule.permit else "deny", "any"]
    words += (
        ["any"] if rule.destination.is_any else map(_mac_words, (rule.destination.value, rule.destination.wildcard))
    )
    if rule.protocol is not None:
        words += [f"{value:#x}" for value in (rule.protocol, rule.wildcard)]
    return " ".join(words)


def _rule(number: int, action: str, to: AddressMatch, kind: str | None, wildcard: int, line: Line) -> Rule:
    protocol = None if kind is None else int(kind, 16) & ~wildcard
    return Rule(
        number, action == "permit", _ANY, to, protocol, wildcard=wildcard if protocol is not None else 0, line=line
    )


def _mac_number(text: str) -> int:
    return int(read_mac(text).replace(":", ""), 16)


def _mac_words(number: int) -> str:
    digits = f"{number:012x}"
    return write_mac(":".join(digits[place : place + 2] for place in range(0, 12, 2)), ".")
