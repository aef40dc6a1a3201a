# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP's and Comware's words for QoS policies.

Sources: Huawei S-series configuration guide, QoS (traffic behavior); H3C ACL and QoS command reference, traffic behavior.
"""

from __future__ import annotations

import re

from ..qos_policies import QosWords

QOS_WORDS = QosWords(
    policy=re.compile(r"(?:traffic policy|qos policy) (\S+)(?: .+)?"),
    marks=re.compile(
        r"(?:remark|statistics?|accounting|queue|mirroring to|mirror-to|trust|priority|description) .+|permit|"
        r"filter permit|accounting"
    ),
    behavior=re.compile(r"traffic behavior (\S+)"),
    pair=re.compile(r"classifier \S+ behavior (\S+)(?: .+)?"),
)
