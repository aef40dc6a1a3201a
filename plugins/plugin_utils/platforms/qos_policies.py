# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which QoS policies of a configuration only mark, order, count or copy packets: on an uplink they stop none.

Sources: Huawei S-series configuration guide, QoS (traffic behavior); H3C ACL and QoS command reference, traffic behavior;
Cisco Catalyst 2960 and 9200 configuration guides, QoS (policy-map, class, set).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..config.blocks import Block

POLICY = re.compile(r"(?:traffic policy|qos policy|policy-map(?! type)) (\S+)(?: .+)?")
BEHAVIOR = re.compile(r"traffic behavior (\S+)")
PAIR = re.compile(r"classifier \S+ behavior (\S+)(?: .+)?")
MARKS = re.compile(
    r"(?:remark|statistics?|accounting|queue|mirroring to|mirror-to|class|set|trust|priority|bandwidth|queue-buffers|"
    r"queue-limit|random-detect|description) .+|permit|filter permit|accounting|fair-queue|priority"
)


def marking(found: Iterable[Block]) -> frozenset[str]:
    """Return the names of the policies that let every packet go on."""
    known = tuple(found)
    behaviors = {
        name[1]: all(MARKS.fullmatch(line.text) for line in block.body)
        for block in known
        if (name := BEHAVIOR.fullmatch(block.header.text))
    }

    def marks(text: str) -> bool:
        pair = PAIR.fullmatch(text)
        return behaviors.get(pair[1], False) if pair else bool(MARKS.fullmatch(text))

    return frozenset(
        name[1]
        for block in known
        if (name := POLICY.fullmatch(block.header.text)) and all(marks(line.text) for line in block.body)
    )
