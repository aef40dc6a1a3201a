# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rule line of a list of frames as VRP and Comware write it: `rule 5 deny l2-protocol 0x8863`.

Sources: Huawei S-series "Configuring a Layer 2 ACL" (`l2-protocol type-value [ type-mask ]`; forum.huawei.com 757805) and
CloudEngine EDOC1100075347 (`type type [ type-mask ]`); HPE FlexFabric 5940 ACL and QoS command reference for Comware 7,
"rule (Layer 2 ACL view)" (`type protocol-type protocol-type-mask`, hexadecimal without a prefix). Only the conditions that
we write are understood. How a device prints a mask of which every bit counts is unverified: both forms are read.
"""

from __future__ import annotations

import re

from ...config.access_list import Rule
from ...config.line import Line
from ..rule_reading import ANY_FRAME, HEX, NotUnderstood, frame_rule
from .rules import RuleWords

_WILDCARD = re.compile(rf"rule (\d+) (permit|deny)(?: (\S+) {HEX}(?: {HEX})?)?((?: \S+)*)", re.IGNORECASE)


def parse_frame_rule(line: Line, _family: int, language: RuleWords) -> Rule:
    """Read a line in whose masks the ones count.

    Raises:
        NotUnderstood: any word of it has no meaning here.
    """
    found = _WILDCARD.fullmatch(line.text)
    if not found or found[3] not in (None, language.types) or not language.idle.issuperset(found[6].split()):
        raise NotUnderstood(line.text)
    mask = int(found[5], 16) if found[5] else 0xFFFF
    return frame_rule(int(found[1]), found[2], ANY_FRAME, found[4], 0xFFFF ^ mask, line)


def format_frame_rule(rule: Rule, language: RuleWords) -> str:
    """Write a rule as `parse_frame_rule` reads it."""
    words = ["rule", str(rule.number), "permit" if rule.permit else "deny"]
    if rule.protocol is not None:
        words += [
            language.types,
            *(language.type_form.format(value) for value in (rule.protocol, 0xFFFF ^ rule.wildcard)),
        ]
    return " ".join(words)
