# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which QoS policies of a configuration only mark, order, count or copy packets: on an uplink they stop none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..config.blocks import Block


@dataclass(frozen=True)
class QosWords:
    """A platform's words for QoS policies.

    Attributes:
        policy: the whole line that opens a policy, whose name is the first group.
        marks: a whole line of a policy, or of a behavior, that stops no packet.
        behavior: the whole line that opens a behavior, None where policies have what they do in themselves.
        pair: the whole line of a policy that names a behavior for some packets, None likewise.
    """

    policy: re.Pattern[str]
    marks: re.Pattern[str]
    behavior: re.Pattern[str] | None = None
    pair: re.Pattern[str] | None = None

    def marking(self, found: Iterable[Block]) -> frozenset[str]:
        """Return the names of the policies that let every packet go on."""
        known = tuple(found)
        behaviors = {
            name[1]: all(self.marks.fullmatch(line.text) for line in block.body)
            for block in known
            if self.behavior and (name := self.behavior.fullmatch(block.header.text))
        }

        def marks(text: str) -> bool:
            pair = self.pair.fullmatch(text) if self.pair else None
            return behaviors.get(pair[1], False) if pair else bool(self.marks.fullmatch(text))

        return frozenset(
            name[1]
            for block in known
            if (name := self.policy.fullmatch(block.header.text)) and all(marks(line.text) for line in block.body)
        )
